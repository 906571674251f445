import type { RunResult } from '../client/messages.ts'
import type { Harness } from '../harness.ts'
import type { RunningTarget } from '../running-target.ts'
import { chunkBytes } from '../wire/chunks.ts'
import { loadNames, measureLoad, type LoadName } from './loads.ts'
import type { Series } from './series.ts'

export type Rounds = {
  readonly rounds: number
  readonly scale: number
  readonly wants: (part: string) => boolean
}

/**
 * Every load on every target in turn, and all of it again: what else the machine does meets all
 * targets alike. A first round, mostly short, makes compilers do their work and is not counted.
 */
export async function measureRounds(
  harness: Harness,
  running: readonly RunningTarget[],
  series: Series,
  { rounds, scale, wants }: Rounds,
): Promise<void> {
  const names = loadNames.filter(wants)
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      let plain: RunResult | undefined
      for (const target of running) {
        const result = await measureLoad(
          harness,
          target,
          name,
          round === 0 && name !== 'requests' ? 0.4 : scale,
        )
        if (target.pids.length === 0) plain = result
        if (round > 0) record(series, target.target.name, name, result, plain)
      }
    }
    console.log(round === 0 ? 'warm' : `round ${round} of ${rounds}`)
  }
}

function record(
  series: Series,
  target: string,
  name: LoadName,
  result: RunResult,
  plain: RunResult | undefined,
): void {
  const add = (figure: string, value: number): void => series.add(target, figure, value)
  const chunks = result.bytes / chunkBytes
  const microseconds = result.cpuMs * 1000
  // Other programs' time on the target's core.
  add('others on the core, %', ((result.coreMs - result.cpuMs) / result.seconds / 1000) * 100)
  add('errors', result.errors.length)
  if (name === 'requests') {
    add('requests/s', result.replies / result.seconds)
    add('µs/request', microseconds / result.replies)
  } else if (name === 'light') {
    add('added TTFT p50', result.firstChunk.p50 - (plain?.firstChunk.p50 ?? 0))
    add('added TTFT p99', result.firstChunk.p99 - (plain?.firstChunk.p99 ?? 0))
    add('added delay p50', result.delay.p50 - (plain?.delay.p50 ?? 0))
    add('added delay p99', result.delay.p99 - (plain?.delay.p99 ?? 0))
  } else {
    add(`${name} chunks/s`, chunks / result.seconds)
    add(`${name} µs/chunk`, microseconds / chunks)
  }
}
