const highSurrogateAtEnd = /[\ud800-\udbff]$/

/** The beginning of a text, of at most `limit` UTF-16 units: half a character is not kept. */
export function cutCharacters(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit).replace(highSurrogateAtEnd, '')
}

/**
 * JSON as UTF-8 can carry it. `JSON.stringify` writes half a surrogate pair as an escape, which
 * providers refuse (RFC 8259, 8.2): U+FFFD goes out in its place.
 */
export function wellFormedJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!json.includes(String.raw`\ud`)) return json
  return json.replaceAll(/\\(?:\\|ud[89a-f][\da-f]{2})/g, (escape) =>
    escape === '\\\\' ? escape : String.raw`\ufffd`,
  )
}
