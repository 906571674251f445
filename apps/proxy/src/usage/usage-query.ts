import { usageGroups, type UsageGroup } from '@askdesk/contracts'
import { ProxyError } from '../errors/proxy-error.ts'

const day = 86_400_000
const usualDays = 30
const mostDays = 400

/** Days in UTC: from the first up to, not with, `to`. */
export type UsageRange = {
  readonly from: Date
  readonly to: Date
  readonly by: UsageGroup
  readonly format: 'json' | 'csv'
}

/**
 * Reads `from`, `to` (days, both included), `by` and `format`. Without days the last 30 are meant.
 *
 * @throws ProxyError `invalid_request` with every problem in words.
 */
export function readUsageQuery(query: unknown, now = new Date()): UsageRange {
  const fields: Readonly<Record<string, unknown>> = Object(query)
  const problems: string[] = []
  const today = Math.floor(now.getTime() / day) * day
  const last = readDay(fields, 'to', problems) ?? today
  const first = readDay(fields, 'from', problems) ?? last - (usualDays - 1) * day
  if (problems.length === 0 && first > last) problems.push('from is later than to.')
  if (last - first >= mostDays * day)
    problems.push(`from and to are more than ${mostDays} days apart.`)
  const by =
    fields['by'] === undefined ? 'day' : usageGroups.find((group) => group === fields['by'])
  if (!by) problems.push(`by must be one of ${usageGroups.join(', ')}.`)
  const format = (['json', 'csv'] as const).find((name) => name === (fields['format'] ?? 'json'))
  if (!format) problems.push('format must be json or csv.')
  if (problems.length > 0 || !by || !format) {
    throw new ProxyError(
      'invalid_request',
      `The question for usage is wrong: ${problems.join(' ')}`,
    )
  }
  return { from: new Date(first), to: new Date(last + day), by, format }
}

/** A day as 2026-11-26, or an instant, whose day is meant. */
function readDay(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  problems: string[],
): number | undefined {
  const value = fields[name]
  if (value === undefined || value === '') return undefined
  const [, date] =
    /^(\d{4}-\d\d-\d\d)(?:T[\d:.]{5,12}(?:Z|[+-]\d\d:\d\d))?$/.exec(String(value)) ?? []
  const at = date === undefined ? Number.NaN : Date.parse(String(value))
  const isReal =
    !Number.isNaN(at) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(String(date))
  if (isReal) return Math.floor(at / day) * day
  problems.push(`${name} must be a day such as 2026-11-26.`)
  return undefined
}
