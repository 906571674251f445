import { clock } from '../wire/chunks.ts'
import { digest, exactBody } from '../wire/exact.ts'
import { connect, type Address, type Connection } from './connection.ts'
import type { OpenResult } from './messages.ts'

/** Streams that are opened and held, for memory, readers that stall and readers that leave. */
export type Hold = {
  open(address: Address, streams: number, stall: boolean): Promise<OpenResult>
  finishOne(): Promise<OpenResult>
  finishAll(): Promise<OpenResult>
  drop(some?: number): OpenResult
}

type Held = {
  connection: Connection
  bytes: number
  over: boolean
  ended: (() => void) | undefined
}

export function createHold(): Hold {
  let held: Held[] = []
  let errors: string[] = []

  function openOne(address: Address, stall: boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        stream.over = true
        stream.ended?.()
        resolve()
      }
      const connection = connect(address, {
        body(_bytes, from, to) {
          if (stall && stream.bytes === 0) connection.pause()
          stream.bytes += to - from
          resolve()
        },
        done: end,
        failed(why) {
          errors.push(why)
          end()
        },
      })
      const stream: Held = { connection, bytes: 0, over: false, ended: undefined }
      held.push(stream)
      connection.ask()
    })
  }

  const result = (bytes = 0): OpenResult => ({ open: held.length, at: clock(), bytes, errors })

  return {
    async open(address, streams, stall) {
      errors = []
      // A few at a time: what is measured is holding them, not a storm of connections.
      for (let count = 0; count < streams; count += 50) {
        const some = Math.min(50, streams - count)
        await Promise.all(Array.from({ length: some }, () => openOne(address, stall)))
      }
      const opened = result()
      errors = []
      return opened
    },
    async finishOne() {
      const [stream] = held
      if (!stream) return result()
      await finish(stream)
      return result(stream.bytes)
    },
    async finishAll() {
      await Promise.all(held.map(finish))
      const finished = result()
      for (const { connection } of held) connection.destroy()
      held = []
      errors = []
      return finished
    },
    drop(some = held.length) {
      for (const { connection } of held.slice(0, some)) connection.destroy()
      const dropped = result()
      held = held.slice(some)
      errors = []
      return dropped
    },
  }
}

function finish(stream: Held): Promise<void> {
  return new Promise((resolve) => {
    stream.ended = resolve
    if (stream.over) resolve()
    else stream.connection.resume()
  })
}

/** Reads whole replies and compares them with what upstream sent, without the target's own first and last event. */
export async function compare(
  address: Address,
  streams: number,
): Promise<{ equal: number; different: number; errors: string[] }> {
  const errors: string[] = []
  const wanted = digest(exactBody)
  const equal = await Promise.all(
    Array.from({ length: streams }, () => readWhole(address, errors)),
  ).then((bodies) => bodies.filter((body) => digest(withoutOwnEvents(body)) === wanted).length)
  return { equal, different: streams - equal, errors }
}

function readWhole(address: Address, errors: string[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    const end = (): void => {
      connection.destroy()
      resolve(Buffer.concat(pieces))
    }
    const connection = connect(address, {
      body: (bytes, from, to) => void pieces.push(Buffer.from(bytes.subarray(from, to))),
      done: end,
      failed(why) {
        errors.push(why)
        end()
      },
    })
    connection.ask()
  })
}

/** Our own stream begins with `event: run` and ends with `event: end`. */
function withoutOwnEvents(body: Buffer): Buffer {
  if (!body.subarray(0, 11).equals(Buffer.from('event: run\n'))) return body
  return body.subarray(body.indexOf('\n\n') + 2, body.lastIndexOf('event: end\n'))
}
