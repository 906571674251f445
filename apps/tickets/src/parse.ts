import { cutCharacters } from '@askdesk/service'
import type { z } from 'zod'
import { InvalidRequestError } from './errors.ts'

type Issue = z.core.$ZodIssue
const dateExample = '2026-03-01T09:00:00Z'
const mostNamed = 5
/** A full batch of the ledger has 10,000; of everything else a body holds a few dozen. */
const mostParts = 20_000

/**
 * Checks a value from outside and returns what the schema makes of it.
 *
 * @param what - how the sentence names the whole: "The request body", "The query".
 * @throws InvalidRequestError that names everything that is wrong, not only the first thing.
 */
export function parseInput<Schema extends z.ZodObject>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  // Counted before it is looked into: work in proportion to what is wrong would be the sender's to choose.
  if (holdsMoreThan(value, mostParts)) {
    throw new InvalidRequestError(`${what} holds more than ${mostParts} values. Send fewer.`)
  }
  const parsed = schema.safeParse(value, { reportInput: true })
  const problems = parsed.success
    ? findNul(parsed.data)
    : parsed.error.issues
        .slice(0, mostNamed)
        .map((issue) => describeIssue(issue, Object.keys(schema.shape)))
  if (parsed.success && problems.length === 0) return parsed.data
  throw new InvalidRequestError(`${what} is not right: ${problems.join('; ')}.`)
}

/** Whether lists and objects hold more values than that, all levels together. */
function holdsMoreThan(value: unknown, most: number): boolean {
  let parts = 0
  const waiting = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    const inner = Array.isArray(next) ? next : Object.values(next)
    parts += inner.length
    if (parts > most) return true
    for (const each of inner) waiting.push(each)
  }
  return false
}

function describeIssue(issue: Issue, known: string[]): string {
  const name = issue.path.length === 0 ? 'it' : String(issue.path[0])
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${issue.keys.slice(0, mostNamed).map(quote).join(', ')} ${issue.keys.length > 1 ? 'are' : 'is'} not known here, only ${known.join(', ')}`
    case 'invalid_value':
      return `${name} ${quote(issue.input)} is not one of ${issue.values.join(', ')}`
    case 'invalid_type':
      return describeType(name, issue)
    case 'too_big':
      return `${name} must be at most ${issue.maximum}${unit(issue.origin)}`
    case 'too_small':
      return issue.origin === 'string'
        ? `${name} must not be empty`
        : `${name} must be at least ${issue.minimum}${unit(issue.origin)}`
    case 'invalid_format':
      return issue.format === 'datetime'
        ? `${name} must be a date and time in UTC, such as ${dateExample}`
        : `${name} ${issue.message}`
    case 'invalid_union': {
      // The form that was meant: the one whose own shape is right.
      const meant = issue.errors.find(([first]) => (first?.path.length ?? 0) > 0)?.[0]
      return meant === undefined
        ? `${name} has none of the forms that it may have`
        : describeIssue({ ...meant, path: [name, ...meant.path] }, known)
    }
    default:
      return `${name} ${issue.message}`
  }
}

function describeType(name: string, issue: Issue & { code: 'invalid_type' }): string {
  if (issue.path.length === 0) return 'it must be a JSON object'
  if (issue.input === undefined) return `${name} is missing`
  const noun = issue.expected === 'int' ? 'integer' : issue.expected
  return `${name} must be ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}

function quote(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    // Never printed: it may be nested deeper than the printer can follow.
    return Array.isArray(value) ? '(a list)' : '(an object)'
  }
  const text = String(value)
  return JSON.stringify(text.length > 40 ? `${cutCharacters(text, 40)}…` : text)
}

/** PostgreSQL's text holds every character but NUL. */
function findNul(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data)
    .filter(([, value]) => holdsNul(value))
    .map(([name]) => `${name} holds a NUL character (U+0000); take it out`)
}

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000')
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul)
}
