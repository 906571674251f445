import { request as httpRequest, type IncomingMessage } from 'node:http'

/** A request whose answer is read as it comes, and that can be left at any moment. */
export type LiveRequest = {
  /** Resolves when this text, or so many bytes, have arrived. */
  until(wanted: string | number): Promise<Buffer>
  leave(): void
}

export function openRequest(url: string, body: unknown): LiveRequest {
  let received = Buffer.alloc(0)
  let response: IncomingMessage | undefined
  let look: (() => void) | undefined
  const sent = httpRequest(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json' },
  })
  sent.on('error', () => undefined)
  sent.on('response', (opened) => {
    response = opened
    opened.on('error', () => undefined)
    opened.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      look?.()
    })
    opened.on('end', () => look?.())
    look?.()
  })
  sent.end(JSON.stringify(body))

  return {
    until: (wanted) =>
      new Promise((resolve) => {
        look = () => {
          const isThere =
            typeof wanted === 'number' ? received.length >= wanted : received.includes(wanted)
          if (response && (isThere || response.complete)) resolve(received)
        }
        look()
      }),
    leave: () => sent.destroy(),
  }
}
