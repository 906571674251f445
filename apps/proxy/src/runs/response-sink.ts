import type { ServerResponse } from 'node:http'
import type { Sink } from './follower.ts'

/** Up to here a copy costs less than handing over more than one piece. */
const copiedBytes = 8 * 1024
const lineEnd = Buffer.from('\r\n')
const lastFrame = '0\r\n\r\n'

/**
 * An HTTP response whose head has been written, as a sink. It puts the frames of the chunked coding
 * around batches itself, in one piece where Node makes four: of what a small chunk costs, handing
 * pieces to the kernel is the largest part.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#name-chunked-transfer-coding
 */
export function createResponseSink(response: ServerResponse): Sink {
  // HTTP/1.0 knows no frames: the end of the connection is the end of the body.
  if (!response.chunkedEncoding) return response
  response.chunkedEncoding = false
  return {
    write(bytes) {
      const size = `${bytes.length.toString(16)}\r\n`
      if (bytes.length <= copiedBytes) {
        const frame = inOnePiece(size, bytes)
        const { socket } = response
        // A response keeps what it is given until the next tick; its socket writes at once.
        return socket?.writable ? socket.write(frame) : response.write(frame)
      }
      response.write(size, 'latin1')
      response.write(bytes)
      return response.write(lineEnd)
    },
    end: () => void response.end(lastFrame),
    destroy: () => void response.destroy(),
    once(event, listener) {
      // Of what went past it the response does not know when it has drained.
      const emitter = event === 'drain' ? (response.socket ?? response) : response
      emitter.once(event, listener)
    },
  }
}

function inOnePiece(size: string, bytes: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(size.length + bytes.length + lineEnd.length)
  frame.write(size, 'latin1')
  frame.set(bytes, size.length)
  frame.set(lineEnd, size.length + bytes.length)
  return frame
}
