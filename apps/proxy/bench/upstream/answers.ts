import type { Socket } from 'node:net'
import { framed, lastChunks, lastFrame, plainChunk, timedChunk } from '../wire/chunks.ts'
import { exactPieces } from '../wire/exact.ts'
import type { Plan } from '../wire/process-messages.ts'
import { createPacer } from './pacer.ts'

export type Answerer = {
  answer(socket: Socket, plan: Plan, done: () => void): void
  /** The connection is gone. */
  forget(socket: Socket): void
}

const head = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n',
)
const end = Buffer.concat([framed(lastChunks), Buffer.from(lastFrame)])
const chunksInBlock = 64
/** Each event in a frame of its own, as servers send them; many in one write, as fast ones arrive. */
const frame = framed(plainChunk('x'))
const block = Buffer.concat(repeat(frame, chunksInBlock))
const whole = Buffer.concat([head, framed(plainChunk('x') + lastChunks), Buffer.from(lastFrame)])
const exact = Buffer.concat([head, ...exactPieces().map(framed), Buffer.from(lastFrame)])
/** No stream may keep the others waiting. */
const blocksPerTurn = 8

export function createAnswerer(sent: (bytes: number) => void): Answerer {
  const pacer = createPacer()

  function send(socket: Socket, bytes: Buffer): boolean {
    sent(bytes.length)
    return socket.write(bytes)
  }

  function flood(socket: Socket, chunks: number, done: () => void): void {
    let left = chunks
    const go = (): void => {
      for (let turn = 0; turn < blocksPerTurn && left > 0; turn += 1) {
        if (socket.destroyed) return
        left -= chunksInBlock
        if (!send(socket, left > 0 ? block : Buffer.concat([block, end]))) {
          socket.once('drain', left > 0 ? go : done)
          return
        }
      }
      if (left > 0) setImmediate(go)
      else done()
    }
    go()
  }

  function pace(socket: Socket, everyMs: number, chunks: number, done: () => void): void {
    let left = chunks
    pacer.add(socket, everyMs, () => {
      left -= 1
      if (left >= 0) return void send(socket, framed(timedChunk()))
      pacer.remove(socket)
      send(socket, end)
      done()
    })
  }

  return {
    answer(socket, plan, done) {
      switch (plan.kind) {
        case 'one':
          send(socket, whole)
          return done()
        case 'exact':
          send(socket, exact)
          return done()
        case 'hold':
          return void send(socket, Buffer.concat([head, ...repeat(frame, plan.chunks)]))
        case 'flood':
          send(socket, head)
          return flood(socket, plan.chunks ?? Number.POSITIVE_INFINITY, done)
        case 'paced':
          send(socket, Buffer.concat([head, framed(timedChunk())]))
          return pace(socket, plan.everyMs, plan.chunks ?? Number.POSITIVE_INFINITY, done)
      }
    },
    forget: (socket) => pacer.remove(socket),
  }
}

function repeat(bytes: Buffer, times: number): Buffer[] {
  return Array.from({ length: times }, () => bytes)
}
