import { Agent, request as httpRequest } from 'node:http'

export type Exchange = { readonly status: number; readonly body: Buffer; readonly type: string }

export type Send = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
  /** Leave after this many bytes of a good answer. */
  readonly leaveAfter?: number
}

export type HttpClient = { send(send: Send): Promise<Exchange>; close(): void }

/** A client that says what it got, as it got it, and never waits for ever. */
export function createHttpClient(connections: number, hangAfterMs: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    send: ({ method, url, headers = {}, body, leaveAfter = Infinity }) =>
      new Promise((resolve, reject) => {
        const sent = httpRequest(url, {
          method,
          agent,
          headers: { ...headers, ...(body && { 'content-length': String(body.length) }) },
        })
        const hang = setTimeout(() => sent.destroy(new Error('It hangs.')), hangAfterMs)
        sent.on('error', reject)
        sent.on('close', () => clearTimeout(hang))
        sent.on('response', (response) => {
          const chunks: Buffer[] = []
          let length = 0
          const done = (): void =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'] ?? '',
              body: Buffer.concat(chunks),
            })
          response.on('data', (chunk: Buffer) => {
            chunks.push(chunk)
            length += chunk.length
            if (length < leaveAfter || response.statusCode !== 200) return
            chunks.push(Buffer.concat(chunks.splice(0)).subarray(0, leaveAfter))
            done()
            sent.destroy()
          })
          response.on('error', reject)
          response.on('end', done)
        })
        sent.end(body)
      }),
    close: () => agent.destroy(),
  }
}
