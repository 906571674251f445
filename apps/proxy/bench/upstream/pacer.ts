import type { Socket } from 'node:net'

type Paced = { readonly everyMs: number; readonly send: () => void; due: number }

/** Sends for many streams at an even pace each, their turns spread evenly over the time between. */
export type Pacer = {
  add(socket: Socket, everyMs: number, send: () => void): void
  remove(socket: Socket): void
}

export function createPacer(): Pacer {
  const streams = new Map<Socket, Paced>()
  let timer: NodeJS.Timeout | undefined
  let phase = 0

  function tick(): void {
    const now = performance.now()
    for (const stream of streams.values()) {
      if (stream.due > now) continue
      stream.send()
      // After a pause of this process the lost chunks are not made up for: that would be a flood.
      stream.due = Math.max(stream.due + stream.everyMs, now)
    }
  }

  return {
    add(socket, everyMs, send) {
      // The golden ratio spreads any number of streams evenly.
      phase = (phase + 0.618034) % 1
      streams.set(socket, { everyMs, send, due: performance.now() + everyMs * (0.5 + phase) })
      timer ??= setInterval(tick, 1)
    },
    remove(socket) {
      streams.delete(socket)
      if (streams.size > 0) return
      clearInterval(timer)
      timer = undefined
    },
  }
}
