import { runResultSchema, type RunResult } from '../client/messages.ts'
import { pause, type Harness } from '../harness.ts'
import type { RunningTarget } from '../running-target.ts'
import type { Plan } from '../wire/process-messages.ts'

export type LoadName = 'flat' | 'paced' | 'requests' | 'light'
/** Enough of everything that a runtime has grown to the size it works at. */
type Preparation = 'work'

type Load = {
  readonly plan: Plan
  readonly streams: number
  readonly warmMs: number
  readonly windowMs: number
}

/** Loads that every target is put under, in windows of a second or two. */
const loads: Readonly<Record<LoadName | Preparation, Load>> = {
  work: { plan: { kind: 'flood' }, streams: 8, warmMs: 0, windowMs: 1000 },
  flat: { plan: { kind: 'flood' }, streams: 64, warmMs: 500, windowMs: 1200 },
  paced: { plan: { kind: 'paced', everyMs: 20 }, streams: 200, warmMs: 700, windowMs: 1500 },
  requests: { plan: { kind: 'one' }, streams: 64, warmMs: 300, windowMs: 1200 },
  light: {
    plan: { kind: 'paced', everyMs: 20, chunks: 25 },
    streams: 40,
    warmMs: 500,
    windowMs: 2000,
  },
}

export const loadNames: readonly LoadName[] = ['flat', 'paced', 'requests', 'light']

/** Puts one target under one load. `scale` makes the window longer or shorter. */
export async function measureLoad(
  harness: Harness,
  running: RunningTarget,
  name: LoadName | Preparation,
  scale: number,
): Promise<RunResult> {
  const { plan, streams, warmMs, windowMs } = loads[name]
  await harness.setPlan(plan)
  const result = await harness.load(
    {
      kind: 'run',
      address: running.address,
      streams,
      warmMs: warmMs * Math.min(1, scale),
      windowMs: windowMs * scale,
      pids: [...running.pids],
    },
    runResultSchema,
  )
  await harness.setPlan({ kind: 'one' })
  // Connections close, logs are written, garbage is collected.
  await pause(150)
  return result
}
