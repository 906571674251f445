import { openResultSchema, type Command, type OpenResult } from '../client/messages.ts'
import { pause, type Harness } from '../harness.ts'
import type { RunningTarget } from '../running-target.ts'
import { chunkBytes, lastChunks } from '../wire/chunks.ts'
import { measureLoad } from './loads.ts'

const openStreams = 1000
const stalledReaders = 20
const stalledChunks = Math.ceil(50_000_000 / chunkBytes / 64) * 64
const leaving = 200
/** Bytes that our own first and last event of a stream may add. */
const ownEvents = 2048

/** Memory that each of 1,000 open streams holds, in KiB, when each has got so many chunks. */
export async function measureOpen(
  harness: Harness,
  running: RunningTarget,
  chunks: number,
): Promise<{ kiBPerStream: number; errors: readonly string[] }> {
  const before = await settledRss(harness, running)
  await harness.setPlan({ kind: 'hold', chunks })
  const { errors } = await hold(harness, running, openStreams, false)
  await pause(500)
  const after = running.rss()
  await drop(harness)
  return { kiBPerStream: (after - before) / openStreams, errors }
}

export type Stalled = {
  readonly miBPerReader: number
  readonly takenMiB: number
  /** Undefined when none was let go on. */
  readonly exact: boolean | undefined
  readonly errors: readonly string[]
}

/** Memory that readers cost who take nothing of 50 MB, and whether one that goes on gets it all. */
export async function measureStalled(
  harness: Harness,
  running: RunningTarget,
  finishOne: boolean,
): Promise<Stalled> {
  const before = await settledRss(harness, running)
  await harness.setPlan({ kind: 'flood', chunks: stalledChunks })
  const opened = await hold(harness, running, stalledReaders, true)
  await pause(2500)
  const after = running.rss()
  const { sentBytes } = await harness.report()
  const finished = finishOne
    ? await harness.load({ kind: 'finish-one' }, openResultSchema)
    : undefined
  await drop(harness)
  const surplus = (finished?.bytes ?? 0) - (stalledChunks * chunkBytes + lastChunks.length)
  return {
    miBPerReader: (after - before) / stalledReaders / 1024,
    takenMiB: sentBytes / stalledReaders / 2 ** 20,
    exact: finished && surplus >= 0 && surplus <= ownEvents,
    errors: [...opened.errors, ...(finished?.errors ?? [])],
  }
}

/** How many of 200 readers' upstream requests end within a second of their leaving, and how fast the last does. */
export async function measureAbandoned(
  harness: Harness,
  running: RunningTarget,
): Promise<{ closed: number; lastMs: number }> {
  await harness.setPlan({ kind: 'paced', everyMs: 20 })
  await hold(harness, running, leaving, false)
  await pause(500)
  const { at } = await harness.load({ kind: 'drop' }, openResultSchema)
  await pause(1000)
  const { abandoned, lastAbandonedAt } = await harness.report()
  await harness.setPlan({ kind: 'one' })
  return { closed: abandoned, lastMs: (lastAbandonedAt - at) / 1000 }
}

/** Memory of a process that has been at work: what it takes beyond is what the streams hold. */
async function settledRss(harness: Harness, running: RunningTarget): Promise<number> {
  await measureLoad(harness, running, 'requests', 0.4)
  await measureLoad(harness, running, 'work', 1)
  await pause(500)
  return running.rss()
}

function hold(
  harness: Harness,
  { address }: RunningTarget,
  streams: number,
  stall: boolean,
): Promise<OpenResult> {
  const command: Command = { kind: 'open', address, streams, stall }
  return harness.load(command, openResultSchema)
}

async function drop(harness: Harness): Promise<void> {
  await harness.load({ kind: 'drop' }, openResultSchema)
  await harness.setPlan({ kind: 'one' })
  await pause(300)
}
