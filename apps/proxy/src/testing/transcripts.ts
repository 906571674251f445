import { readFileSync } from 'node:fs'

export type Transcript = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A recorded answer of the real gateway, as `curl -i` printed it. For tests only. */
export function readTranscript(name: string): Transcript {
  const text = readFileSync(new URL(`./__fixtures__/${name}.txt`, import.meta.url), 'utf8')
  const split = /\r?\n\r?\n/.exec(text)
  if (!split) throw new Error(`${name} has no body`)
  const [statusLine = '', ...lines] = text.slice(0, split.index).split(/\r?\n/)
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    body: text.slice(split.index + split[0].length),
  }
}
