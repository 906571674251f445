import { readFileSync } from 'node:fs'

/** Thrown for a file that holds no text that can be read. The message ends a sentence that names it. */
export class UnreadableText extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a file of settings. A byte order mark is dropped, and what is not UTF-8 is refused: read
 * anyway it would be nothing that anybody wrote, and settings in it would silently not be there.
 *
 * @throws UnreadableText, or what the file system says.
 */
export function readTextFile(path: string): string {
  return decodeText(readFileSync(path))
}

/** The same for bytes that are there already. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  // No text in UTF-8 holds a zero byte, and every second one of UTF-16 is one.
  if (isMarked || bytes.includes(0)) {
    throw new UnreadableText('is written in UTF-16. Save it as UTF-8')
  }
  try {
    return utf8.decode(bytes)
  } catch {
    throw new UnreadableText('is not UTF-8 text. Save it as UTF-8')
  }
}
