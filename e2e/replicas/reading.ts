import type { Proxy } from '../proxy/harness.ts'

/** Bytes as they arrive, kept from the first on. */
export type Reading = {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  /** Reads until the text is there. */
  until(text: string): Promise<Buffer>
  /** Reads until there are so many bytes, or the end. */
  upTo(count: number): Promise<Buffer>
  /** Reads to the end. */
  rest(): Promise<Buffer>
  /** Reads to the end without keeping anything. */
  drain(take: (part: Uint8Array) => void): Promise<void>
  /** Hangs up. */
  leave(): void
}

export function get(
  proxy: Pick<Proxy, 'url'>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reading> {
  return read((signal) => fetch(proxy.url + path, { headers, signal }))
}

export async function read(request: (signal: AbortSignal) => Promise<Response>): Promise<Reading> {
  const controller = new AbortController()
  const response = await request(controller.signal)
  if (!response.body) throw new Error('The response has no body.')
  const reader = response.body.getReader()
  let bytes = Buffer.alloc(0)

  async function readWhile(wanted: () => boolean): Promise<boolean> {
    while (wanted()) {
      const { done, value } = await reader.read()
      if (done) return false
      bytes = Buffer.concat([bytes, value])
    }
    return true
  }

  return {
    status: response.status,
    headers: response.headers,
    get bytes() {
      return bytes
    },
    async until(text) {
      if (!(await readWhile(() => !bytes.includes(text))))
        throw new Error(`The stream ended before “${text}”: …${bytes.toString().slice(-500)}`)
      return bytes
    },
    async upTo(count) {
      await readWhile(() => bytes.length < count)
      return bytes.subarray(0, count)
    },
    async rest() {
      await readWhile(() => true)
      return bytes
    },
    async drain(take) {
      for (let part = await reader.read(); !part.done; part = await reader.read()) take(part.value)
    },
    leave() {
      reader.cancel().catch(() => undefined)
      controller.abort()
    },
  }
}

export function runIdOf(bytes: Buffer): string {
  const id = /"runId":"([^"]+)"/.exec(bytes.toString('utf8', 0, 1000))?.[1]
  if (!id) throw new Error(`There is no run in: ${bytes.toString().slice(0, 300)}`)
  return id
}
