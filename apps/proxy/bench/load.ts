import { openResultSchema, runResultSchema } from './client/messages.ts'
import { pause, startHarness, type Harness } from './harness.ts'
import { startTarget, type RunningTarget } from './running-target.ts'
import { askdesk } from './targets/askdesk.ts'

const streams = 500
const everyMs = 50
/** Streams that come and go, in groups; a quarter of each group is abandoned half-way. */
const comingAndGoing = 10_000
/** Compilers have done most of their work; little is kept yet. */
const justBegun = 1000
/** At 6 KiB a reply, as much is kept for readers who come back as ever will be. */
const warmUp = 6000
const group = 200
const leavingShare = 0.25
const chunks = 20

/** Many streams for a minute, then very many one after the other: no error, no delay, no leak. */
export async function load(seconds: number): Promise<boolean> {
  const harness = await startHarness()
  try {
    const steady = await afresh(harness, (running) => runSteadily(harness, running, seconds))
    const whole = await afresh(harness, (running) => comeAndGo(harness, running))
    return steady && whole
  } finally {
    harness.stop()
  }
}

/** In a process of its own: what one part has made it hold says nothing about the next. */
async function afresh(
  harness: Harness,
  measure: (running: RunningTarget) => Promise<boolean>,
): Promise<boolean> {
  const running = await startTarget(askdesk, harness.upstreamPort)
  try {
    return await measure(running)
  } finally {
    await running.stop()
  }
}

async function runSteadily(
  harness: Harness,
  running: RunningTarget,
  seconds: number,
): Promise<boolean> {
  await harness.setPlan({ kind: 'paced', everyMs })
  const { address, pids } = running
  const result = await harness.load(
    { kind: 'run', address, streams, warmMs: 2000, windowMs: seconds * 1000, pids: [...pids] },
    runResultSchema,
  )
  await harness.setPlan({ kind: 'one' })
  console.log(
    `${streams} streams at ${1000 / everyMs} chunks/s for ${seconds} s: ${result.errors.length} errors, ` +
      `delay of a chunk p50 ${result.delay.p50.toFixed(2)} ms, p99 ${result.delay.p99.toFixed(2)} ms, ` +
      `${result.delay.count} chunks, ${Math.round((result.cpuMs / result.seconds / 1000) * 100)} % of a core, ` +
      `RSS ${mebibytes(running.rss())} MiB`,
  )
  return result.errors.length === 0
}

/** Growth is counted from two levels: when little is kept for readers who come back, and when as much is as ever will be. */
async function comeAndGo(harness: Harness, running: RunningTarget): Promise<boolean> {
  await comeAndGoInGroups(harness, running, justBegun)
  await pause(1000)
  const early = running.rss()
  await comeAndGoInGroups(harness, running, warmUp - justBegun)
  await pause(1000)
  const before = running.rss()
  const { done, left, errors } = await comeAndGoInGroups(harness, running, comingAndGoing)
  await pause(1000)
  const after = running.rss()
  console.log(
    `${comingAndGoing} streams, ${done} to their end and ${left} abandoned: ${errors} errors, ` +
      `RSS ${mebibytes(after)} MiB: ${mebibytes(after - before)} MiB more than after ${warmUp} streams, ` +
      `when what is kept for readers has its full size, ` +
      `and ${mebibytes(after - early)} MiB more than after ${justBegun}`,
  )
  return errors === 0
}

type Outcome = { readonly done: number; readonly left: number; readonly errors: number }

async function comeAndGoInGroups(
  harness: Harness,
  { address }: RunningTarget,
  count: number,
): Promise<Outcome> {
  const leaving = group * leavingShare
  let errors = 0
  for (let begun = 0; begun < count; begun += group) {
    await harness.setPlan({ kind: 'paced', everyMs: 5, chunks })
    const all = await harness.load(
      { kind: 'open', address, streams: group, stall: false },
      openResultSchema,
    )
    const dropped = await harness.load({ kind: 'drop', some: leaving }, openResultSchema)
    const rest = await harness.load({ kind: 'finish-all' }, openResultSchema)
    errors += all.errors.length + dropped.errors.length + rest.errors.length
  }
  return { done: count * (1 - leavingShare), left: count * leavingShare, errors }
}

function mebibytes(kibibytes: number): number {
  return Math.round(kibibytes / 1024)
}
