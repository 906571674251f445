import { clock, readTime, timeMark } from '../wire/chunks.ts'
import { coreBusyMs, cpuMs } from '../machine.ts'
import { connect, type Connection } from './connection.ts'
import type { Command, RunResult } from './messages.ts'
import { quantiles } from './quantiles.ts'

const mark = Buffer.from(timeMark)
/** A target that fails that often is broken; asking on would only make noise. */
const errorCap = 50

/** Keeps streams going against a target and counts what comes back within a window of time. */
export async function run(command: Extract<Command, { kind: 'run' }>): Promise<RunResult> {
  const connections = new Set<Connection>()
  const firstChunks: number[] = []
  const delays: number[] = []
  const errors: string[] = []
  let counting = false
  let over = false
  let bytes = 0
  let replies = 0

  function keepAsking(): void {
    let askedAt = 0
    let waiting = true
    const ask = (): void => {
      waiting = true
      askedAt = clock()
      connection.ask()
    }
    const connection = connect(command.address, {
      body(buffer, from, to) {
        if (!counting) return
        bytes += to - from
        const now = clock()
        for (let at = find(buffer, from, to); at !== -1; at = find(buffer, at, to)) {
          delays.push((now - readTime(buffer, at)) / 1000)
          if (waiting) firstChunks.push((now - askedAt) / 1000)
          waiting = false
        }
      },
      done() {
        if (over) return
        if (counting) replies += 1
        ask()
      },
      failed(why) {
        connections.delete(connection)
        if (over) return
        errors.push(why)
        if (errors.length < errorCap) setTimeout(keepAsking, 20)
      },
    })
    connections.add(connection)
    ask()
  }

  for (let index = 0; index < command.streams; index += 1) keepAsking()
  await pause(command.warmMs)
  const before = readClocks(command.pids)
  counting = true
  await pause(command.windowMs)
  counting = false
  const after = readClocks(command.pids)
  over = true
  for (const connection of connections) connection.destroy()
  return {
    seconds: (after.at - before.at) / 1e6,
    bytes,
    replies,
    cpuMs: after.cpu - before.cpu,
    coreMs: after.core - before.core,
    ownCoreMs: after.ownCore - before.ownCore,
    firstChunk: quantiles(firstChunks),
    delay: quantiles(delays),
    errors,
  }
}

/** The place after the next mark, or -1. */
function find(buffer: Buffer, from: number, to: number): number {
  const at = buffer.indexOf(mark, from)
  return at === -1 || at + mark.length + 15 > to ? -1 : at + mark.length
}

type Clocks = { at: number; cpu: number; core: number; ownCore: number }

function readClocks(pids: readonly number[]): Clocks {
  return { at: clock(), cpu: cpuMs(pids), core: coreBusyMs(0), ownCore: coreBusyMs(1) }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
