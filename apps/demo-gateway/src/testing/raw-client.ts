import { connect } from 'node:net'

export type RawAnswer = {
  readonly status: number
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** Everything after the headers as it came, chunk framing included. */
  readonly rawBody: Buffer
  /** The body's chunks where it was chunked, else the body as one. */
  readonly chunks: readonly Buffer[]
  readonly body: Buffer
  /** Whether the last chunk (or the end of the connection, where that ends the body) was seen. */
  readonly isWhole: boolean
  /** How the connection ended, or `open` where the caller stopped waiting. */
  readonly ended: 'closed' | 'reset' | 'open'
  readonly bytes: Buffer
}

export type RawRequest = {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  /** Leaves as soon as this is true of what has come; without it, waits for the end. */
  readonly until?: (bytes: Buffer) => boolean
  /** Keeps the connection, as a browser does. @default false */
  readonly keepAlive?: boolean
}

/** Sends one request over a socket of its own and says exactly what came back. */
export function rawPost(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const head = {
    host: hostname,
    'content-type': 'application/json',
    connection: request.keepAlive ? 'keep-alive' : 'close',
    ...request.headers,
    'content-length': String(Buffer.byteLength(request.body)),
  }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let isReset = false
    let hasLeft = false
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST ${request.path ?? '/v1/chat/completions'} HTTP/1.1\r\n${lines.join('')}\r\n${request.body}`,
      )
    })
    socket.on('data', (bytes) => {
      parts.push(bytes)
      if (request.until?.(Buffer.concat(parts))) {
        hasLeft = true
        socket.destroy()
      }
    })
    socket.on('error', () => (isReset = true))
    socket.on('close', () =>
      resolve(parseAnswer(Buffer.concat(parts), hasLeft ? 'open' : isReset ? 'reset' : 'closed')),
    )
  })
}

function parseAnswer(bytes: Buffer, ended: RawAnswer['ended']): RawAnswer {
  const split = bytes.indexOf('\r\n\r\n')
  const head = split < 0 ? '' : bytes.subarray(0, split).toString('latin1')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()])
  }
  const rawBody = split < 0 ? Buffer.alloc(0) : bytes.subarray(split + 4)
  const isChunked = headers.get('transfer-encoding')?.[0] === 'chunked'
  const { chunks, isWhole } = isChunked
    ? parseChunks(rawBody)
    : { chunks: [rawBody], isWhole: ended === 'closed' }
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    rawBody,
    chunks,
    body: Buffer.concat(chunks),
    isWhole,
    ended,
    bytes,
  }
}

function parseChunks(raw: Buffer): { chunks: Buffer[]; isWhole: boolean } {
  const chunks: Buffer[] = []
  let position = 0
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', position)
    if (lineEnd < 0) return { chunks, isWhole: false }
    const size = Number.parseInt(raw.subarray(position, lineEnd).toString('latin1'), 16)
    if (Number.isNaN(size)) return { chunks, isWhole: false }
    if (size === 0) return { chunks, isWhole: true }
    chunks.push(raw.subarray(lineEnd + 2, lineEnd + 2 + size))
    position = lineEnd + 2 + size + 2
  }
}
