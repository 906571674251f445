/** Every chunk of a measured stream has this many bytes, so that bytes count chunks. */
export const chunkBytes = 208

const digits = 15
const head =
  '{"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4.1","choices":[{"index":0,"delta":{"content":"'
const tail = '"},"finish_reason":null}]}'
/** Text before the time in a chunk that carries one. */
export const timeMark = '"content":"@'

/** The clock of all processes of a machine, in microseconds. */
export function clock(): number {
  return Number(process.hrtime.bigint() / 1000n)
}

/** One event as OpenAI sends it, of exactly `chunkBytes`. */
export function plainChunk(text: string): string {
  const padding = chunkBytes - `data: ${head}${text}${tail}\n\n`.length
  return `data: ${head}${text}${'w'.repeat(padding)}${tail}\n\n`
}

/** A chunk that says when it was sent. */
export function timedChunk(): string {
  return plainChunk(`@${String(clock()).padStart(digits, '0')} `)
}

/** The time in a chunk, given where `timeMark` ends. */
export function readTime(bytes: Buffer, from: number): number {
  return Number(bytes.toString('latin1', from, from + digits))
}

/** The last two events of a good reply: the finish reason with the usage, and the end mark. */
export const lastChunks = `data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4.1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}\n\ndata: [DONE]\n\n`

/** Puts the frame of HTTP's chunked coding around a piece. */
export function framed(piece: Buffer | string): Buffer {
  const bytes = Buffer.from(piece)
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ])
}

export const lastFrame = '0\r\n\r\n'
