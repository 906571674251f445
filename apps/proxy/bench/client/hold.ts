import { clock } from '../wire/chunks.ts'
import { digest, exactBody } from '../wire/exact.ts'
import { connect, type Address, type Connection } from './connection.ts'
import type { OpenResult } from './messages.ts'

/** Streams that are opened and held, for memory, readers that stall and readers that leave. */
export type Hold = {
  open(address: Address, streams: number, stall: boolean): Promise<OpenResult>
  finishOne(): Promise<OpenResult>
  drop(): OpenResult
}

type Held = { connection: Connection; bytes: number; ended: (() => void) | undefined }

export function createHold(): Hold {
  let held: Held[] = []
  let errors: string[] = []

  function openOne(address: Address, stall: boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
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
      const stream: Held = { connection, bytes: 0, ended: undefined }
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
      return result()
    },
    async finishOne() {
      const [stream] = held
      if (!stream) return result()
      await new Promise<void>((resolve) => {
        stream.ended = resolve
        stream.connection.resume()
      })
      return result(stream.bytes)
    },
    drop() {
      for (const { connection } of held) connection.destroy()
      const dropped = result()
      held = []
      return dropped
    },
  }
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
