import type { IncomingHttpHeaders } from 'node:http'

const errorBodyCap = 64 * 1024
const jsonBodyCap = 8 * 1024 * 1024

/** Gathers an answer that is no stream, up to a cap. */
export type BodyCollector = {
  /** Whether there is more than anyone should read. */
  add(chunk: Buffer, status: number): boolean
  text(headers: IncomingHttpHeaders): string
}

export function createBodyCollector(): BodyCollector {
  const chunks: Buffer[] = []
  let size = 0
  return {
    add(chunk, status) {
      chunks.push(chunk)
      size += chunk.length
      return size > (status < 300 ? jsonBodyCap : errorBodyCap)
    },
    text(headers) {
      // Asked for as it is; an upstream that compresses all the same is not worth a decompression bomb.
      return isEncoded(headers) ? '' : Buffer.concat(chunks).toString('utf8')
    },
  }
}

export function isEncoded(headers: IncomingHttpHeaders): boolean {
  return !/^(identity)?$/.test(String(headers['content-encoding'] ?? ''))
}
