import { answerEvents, frame, openStream } from '../perform.ts'
import type { Script } from '../types.ts'

const text =
  'Grüße aus Köln, zażółć gęślą jaźń, 世界 こんにちは 한국어, नमस्ते, e\u0301 und n\u0303, 🎫 👩‍👩‍👧‍👦 🇵🇱 👍🏽 – fertig.'

export const splitUtf8: Script = {
  name: 'split-utf8',
  about: 'Umlauts, CJK, combining marks and emoji, every multi-byte character cut over two packets',
  text: () => text,
  async play(stage) {
    openStream(stage)
    for (const event of answerEvents(stage)) {
      for (const part of cutInsideCharacters(Buffer.from(frame(event)))) {
        await stage.exchange.write(part)
        // A pause lets the part leave in a packet of its own.
        await stage.exchange.wait(1)
      }
    }
    stage.exchange.end()
  },
}

/** Cuts after the first byte of every multi-byte character. */
function cutInsideCharacters(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  let start = 0
  for (const [position, byte] of bytes.entries()) {
    if (byte < 0xc0) continue
    parts.push(bytes.subarray(start, position + 1))
    start = position + 1
  }
  return [...parts, bytes.subarray(start)]
}
