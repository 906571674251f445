import type { OnReadOpts, Socket } from 'node:net'

/** As much as Node asks the kernel for at once. */
const readBytes = 64 * 1024

/**
 * Lets all connections read into one piece of memory, and out of it into a piece just long enough.
 * Left to itself Node takes 64 KiB for every read and gives back what a chunk of a few hundred bytes
 * does not need.
 *
 * Relies on Node calling `callback` as a method of the socket: a Node that did not would fail every
 * test that streams, over plain connections and over TLS.
 */
export function createSharedReads(): OnReadOpts {
  const buffer = Buffer.allocUnsafeSlow(readBytes)
  return {
    buffer,
    callback(this: Socket, length: number) {
      return this.push(Buffer.from(buffer.subarray(0, length)))
    },
  }
}
