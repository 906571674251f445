import type { OnReadOpts, Socket } from 'node:net'

/** As much as Node asks the kernel for at once. */
const readBytes = 64 * 1024

/**
 * Lets all connections read into one piece of memory, and out of it into a piece just long enough.
 * Left to itself Node takes 64 KiB for every read and gives most of it back, which for chunks of a
 * few hundred bytes is the larger part of what it allocates.
 *
 * Node calls `callback` as a method of the socket, which the tests over plain connections and TLS
 * would miss if it ever changed.
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
