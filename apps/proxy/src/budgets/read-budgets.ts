import { cutCharacters } from '@askdesk/service'
import { z } from 'zod'
import { isTimeZone } from './periods.ts'

/**
 * A limit for one person or token (`who` is a name), for each person who has none of their own
 * (`each`), or for all together (`*`). `limit` is US dollars or tokens. `soft` is true for one that
 * only warns, else the share of the limit at which a person is told.
 */
export type Budget = {
  readonly who: string
  readonly period: 'day' | 'month'
  readonly unit: 'usd' | 'tokens'
  readonly limit: number
  readonly soft: true | number
  readonly timeZone: string
}

export type BudgetsResult =
  | { readonly ok: true; readonly budgets: readonly Budget[] }
  | { readonly ok: false; readonly problems: readonly string[] }

const mostEntries = 1000
/** Sums of money are whole billionths of a dollar, which are exact up to nine million of them. */
const most = { usd: 5e6, tokens: 1e12 }
const told = 20
/** The share of a limit at which a person is told, unless the budget says otherwise. */
const warnedAt = 0.8
const softWords =
  'must be true (it only warns), or the share from 0 to 1 at which a person is told, such as 0.8'

const choice = (words: readonly [string, ...string[]]) => `must be ${words.join(' or ')}`
const entrySchema = z
  .strictObject({
    who: z
      .string('must be a name, “each” or “*”')
      .trim()
      .min(1, 'must be a name, “each” or “*”')
      .max(200, 'has more than 200 characters'),
    period: z.enum(['day', 'month'], choice(['“day”', '“month”'])),
    unit: z.enum(['usd', 'tokens'], choice(['“usd”', '“tokens”'])),
    limit: z.number('must be a number').min(0, 'must be 0 or more'),
    soft: z
      .union([z.boolean(), z.number().gt(0, softWords).max(1, softWords)], softWords)
      .default(false)
      .transform((soft): true | number => (soft === false ? warnedAt : soft)),
    timeZone: z
      .string('must be the name of a time zone, such as Europe/Berlin')
      .refine(isTimeZone, 'is not a time zone that is known here; write it like Europe/Berlin')
      .default('UTC'),
  })
  .refine(({ unit, limit }) => unit === 'usd' || Number.isInteger(limit), {
    path: ['limit'],
    message: 'must be a whole number of tokens',
  })
  .refine(({ unit, limit }) => limit <= most[unit], {
    path: ['limit'],
    message: 'is more than can be counted here: at most 5,000,000 dollars, or 1e12 tokens',
  })

/** Reads the text of `BUDGETS_FILE`. Every problem is found and said with its place. */
export function readBudgets(text: string): BudgetsResult {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return fail(`is not JSON${placeOf(error, text)}.`)
  }
  if (!Array.isArray(json)) {
    return fail('must be a list: [{ "who": "each", "period": "day", "unit": "usd", "limit": 5 }].')
  }
  if (json.length > mostEntries)
    return fail(`has ${json.length} entries, more than ${mostEntries}.`)
  const problems: string[] = []
  const budgets = json.flatMap((entry: unknown, index) => {
    const parsed = entrySchema.safeParse(entry)
    if (parsed.success) return [parsed.data]
    problems.push(...parsed.error.issues.map((issue) => `entry ${index + 1}: ${inWords(issue)}.`))
    return []
  })
  problems.push(...duplicates(json))
  return problems.length > 0 ? fail(...problems) : { ok: true, budgets }
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.slice(0, 3).map((key) => `“${cutCharacters(key, 40)}”`)
    return `has a field ${names.join(', ')} that is not known; there are who, period, unit, limit, soft and timeZone`
  }
  const place = issue.path.join('.')
  return place === ''
    ? 'must be an object such as { "who": "each", … }'
    : `${place} ${issue.message}`
}

/** Two hard limits for the same are a slip: nobody can mean both. */
function duplicates(entries: readonly unknown[]): string[] {
  const seen = new Map<string, number>()
  return entries.flatMap((entry, index) => {
    const parsed = entrySchema.safeParse(entry)
    if (!parsed.success) return []
    const { who, period, unit, soft } = parsed.data
    const key = JSON.stringify([who, period, unit, soft === true])
    const first = seen.get(key)
    if (first === undefined) seen.set(key, index)
    return first === undefined
      ? []
      : [`entry ${index + 1} sets the same budget as entry ${first + 1}: keep one.`]
  })
}

/** The line, where the engine says how far it came. */
function placeOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(error))?.[1]
  if (position === undefined) return ''
  const before = text.slice(0, Number(position)).split('\n')
  return `: line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
}

function fail(...problems: readonly string[]): BudgetsResult {
  const more = problems.length - told
  const rest = more > 0 ? [`and ${more} more problems.`] : []
  return { ok: false, problems: [...problems.slice(0, told), ...rest] }
}
