import type { IncomingHttpHeaders } from 'node:http'

/** When to come back, in milliseconds from now: `Retry-After-Ms`, or `Retry-After` as seconds or a date. */
export function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  const milliseconds = single(headers['retry-after-ms'])
  if (milliseconds && Number.isFinite(Number(milliseconds)))
    return Math.max(0, Number(milliseconds))
  const value = single(headers['retry-after'])
  if (!value) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
