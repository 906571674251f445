import { readFileSync } from 'node:fs'

/** A recorded answer of the real gateway: status, headers in lower case, and the body as it was. */
export type Fixture = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function readFixture(name: string): Fixture {
  const text = readFileSync(new URL(`../__fixtures__/${name}.txt`, import.meta.url), 'utf8')
  const split = text.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = text.slice(0, split).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(split + 4) }
}

/** The payloads of a body of events. */
export function payloads(body: string): string[] {
  return body
    .split('\n\n')
    .filter((part) => part.startsWith('data: '))
    .map((part) => part.slice('data: '.length))
}
