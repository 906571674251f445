import net from 'node:net'
import { createReplyReader, type BodyListener, type ReplyReader } from '../wire/reply-reader.ts'

/** Where to ask, and the whole request as it goes over the wire. */
export type Address = { readonly port: number; readonly request: string }

export type ConnectionEvents = {
  readonly body: BodyListener
  /** The reply is whole. The connection can be asked again. */
  readonly done: () => void
  /** It broke, or the reply was not a good one. */
  readonly failed: (why: string) => void
}

/** One connection to a target, asked one thing after the other. */
export type Connection = {
  ask(): void
  pause(): void
  resume(): void
  destroy(): void
}

export function connect({ port, request }: Address, events: ConnectionEvents): Connection {
  let reader: ReplyReader | undefined
  let over = false
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })

  const fail = (why: string): void => {
    if (over) return
    over = true
    socket.destroy()
    events.failed(why)
  }

  socket.on('data', (bytes: Buffer) => {
    if (!reader || over) return
    if (!reader.read(bytes)) return fail(`status ${reader.status}`)
    if (!reader.done) return
    reader = undefined
    events.done()
  })
  socket.on('error', (error) => fail(error.message))
  socket.on('close', () => fail('closed early'))

  return {
    ask() {
      reader = createReplyReader(events.body)
      socket.write(request)
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    destroy() {
      over = true
      socket.destroy()
    },
  }
}
