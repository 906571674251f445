import { compareResultSchema } from '../client/messages.ts'
import type { Harness } from '../harness.ts'
import { startTarget, type RunningTarget } from '../running-target.ts'
import type { Target } from '../targets/target.ts'
import { measureAbandoned, measureOpen, measureStalled } from './open-streams.ts'
import type { Series } from './series.ts'

export type OneOffs = {
  readonly starts: number
  /** How often memory is measured: a garbage collector that has run or not makes a difference. */
  readonly repeats: number
  readonly wants: (part: string) => boolean
}

/** Measures that need a fresh process. */
export async function measureOneOffs(
  harness: Harness,
  target: Target,
  series: Series,
  { starts, repeats, wants }: OneOffs,
): Promise<void> {
  const add = (figure: string, value: number): void => series.add(target.name, figure, value)
  const addErrors = (errors: readonly string[]): void => {
    add('errors', errors.length)
    for (const error of new Set(errors)) console.log(`${target.name}: ${error}`)
  }
  await harness.setPlan({ kind: 'one' })

  if (wants('start') && target.start) {
    for (let count = 0; count < starts; count += 1) {
      const running = await startTarget(target, harness.upstreamPort)
      add('start to first reply, ms', running.startMs)
      await running.stop()
    }
  }
  if (wants('open') && target.start) {
    for (let count = 0; count < repeats; count += 1) {
      await afresh(harness, target, async (running) => {
        const few = await measureOpen(harness, running, 1)
        add('KiB/open stream', few.kiBPerStream)
        addErrors(few.errors)
      })
    }
    await afresh(harness, target, async (running) => {
      const more = await measureOpen(harness, running, 315)
      add('KiB/open stream, 64 KiB read', more.kiBPerStream)
      addErrors(more.errors)
    })
  }
  if (wants('stalled')) {
    for (let count = 0; count < repeats; count += 1) {
      await afresh(harness, target, async (running) => {
        const stalled = await measureStalled(harness, running, count === 0)
        if (target.start) add('MiB/stalled reader', stalled.miBPerReader)
        add('MiB taken from upstream', stalled.takenMiB)
        if (stalled.exact !== undefined) add('resumed exact', stalled.exact ? 1 : 0)
        addErrors(stalled.errors)
      })
    }
  }
  await afresh(harness, target, async (running) => {
    if (wants('abandoned')) {
      const abandoned = await measureAbandoned(harness, running)
      add('closed of 200 abandoned', abandoned.closed)
      if (abandoned.closed > 0) add('last closed after, ms', abandoned.lastMs)
    }
    if (wants('exact')) {
      await harness.setPlan({ kind: 'exact' })
      const { address } = running
      const compared = await harness.load(
        { kind: 'compare', address, streams: 16 },
        compareResultSchema,
      )
      await harness.setPlan({ kind: 'one' })
      add('replies that differ', compared.different)
      addErrors(compared.errors)
    }
  })
}

async function afresh(
  harness: Harness,
  target: Target,
  measure: (running: RunningTarget) => Promise<void>,
): Promise<void> {
  const running = await startTarget(target, harness.upstreamPort)
  try {
    await measure(running)
  } finally {
    await running.stop()
  }
}
