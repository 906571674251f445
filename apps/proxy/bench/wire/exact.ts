import { createHash } from 'node:crypto'
import { plainChunk, lastChunks } from './chunks.ts'

const words = ['Zürich ', '東京 ', 'naïve ', '🚲 light ', 'plain ', 'ﬁn ', 'a\\nb ', '\\"q\\" ']

/** A reply with characters of every length and events of every size, to be compared byte for byte. */
export const exactBody: Buffer = Buffer.from(
  Array.from({ length: 3000 }, (_, index) => {
    const text = Array.from({ length: (index * 7) % 23 }, (_, word) => words[(index + word) % 8])
    const event = {
      choices: [{ index: 0, delta: { content: text.join('') }, finish_reason: null }],
    }
    return index % 5 === 0 ? plainChunk(`${index} `) : `data: ${JSON.stringify(event)}\n\n`
  }).join('') + lastChunks,
)

/** The reply cut where a network would: anywhere, also inside characters. */
export function exactPieces(): Buffer[] {
  const pieces: Buffer[] = []
  let size = 1
  for (let offset = 0; offset < exactBody.length; offset += size) {
    size = ((size * 31) % 1999) + 1
    pieces.push(exactBody.subarray(offset, offset + size))
  }
  return pieces
}

export function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
