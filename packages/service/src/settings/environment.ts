import { UnreadableText } from './text-file.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export type ReadFile = (path: string) => string

/** Variables whose own value is a path, so that no `…_FILE` of theirs is looked for. */
const isPath = /_FILE$/

export type Known = {
  /** Every variable that the service reads, without the `…_FILE` forms. */
  readonly names: readonly string[]
  /** How the service is called in a sentence, such as `the proxy`. */
  readonly service: string
  /** Beginnings of names that can only be meant for Askdesk. */
  readonly ours: RegExp
  /** Names that the launcher hands on to every service. */
  readonly passedOn?: RegExp
}

/**
 * The environment with the content of each `NAME_FILE` as `NAME`, for every name that the service
 * reads, so that a secret can come from a mounted file. Empty variables count as not set, as in
 * `NAME=` of an env file; a byte order mark that such a file began with is no part of a name.
 */
export function withFiles(
  environment: Environment,
  known: Known,
  readFile: ReadFile,
  problems: string[],
): Environment {
  const env: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && value.trim() !== '') env[plainName(name)] = value
  }
  for (const name of known.names.flatMap((target) => [target, `${target}_FILE`])) {
    if (hasComment(env[name])) problems.push(commented(name))
  }
  for (const target of known.names) {
    const name = `${target}_FILE`
    const path = env[name]
    if (path === undefined || isPath.test(target) || known.names.includes(name)) continue
    if (env[target] !== undefined) {
      problems.push(`${target} and ${name} are both set. Keep one.`)
      continue
    }
    try {
      env[target] = readFile(path).trim()
    } catch (error) {
      const fault = error instanceof UnreadableText ? error.message : 'cannot be read'
      problems.push(`${name}: the file it names ${fault}.`)
      continue
    }
    if (env[target] === '') problems.push(`${name}: the file it names is empty.`)
  }
  for (const name of known.names) {
    if (isQuoted(env[name])) problems.push(quoted(name))
  }
  return env
}

function plainName(name: string): string {
  return name.replace(/^\ufeff/, '')
}

/** Whether a value is in quotes. Where a shell or a parser would have taken them off, they are gone. */
function isQuoted(value: string | undefined): boolean {
  return /^\s*(["'`])[^]*\1\s*$/.test(value ?? '')
}

function quoted(name: string): string {
  return `${name} is in quotes, which \`docker --env-file\` keeps as part of the value. Take them off.`
}

/** Whether a comment stands behind a value. JSON may hold anything. */
function hasComment(value: string | undefined): boolean {
  return value !== undefined && !value.trimStart().startsWith('{') && /\s#/.test(value)
}

function commented(name: string): string {
  return `${name} has a comment behind its value, which Docker's and systemd's files of settings keep as part of it. Put the comment on a line of its own.`
}

/** A sentence for each variable that is nearly, but not, one of ours, or that nothing reads. */
export function unknownNames(environment: Environment, known: Known): string[] {
  const names = new Set(known.names)
  return Object.keys(environment)
    .map(plainName)
    .filter((name) => !names.has(name) && !(isPath.test(name) && hasTarget(name, names)))
    .flatMap((name) => {
      const near = known.names.find(
        (candidate) => candidate.length > 5 && editDistance(candidate, name) <= 2,
      )
      const likely = near ?? known.names.find((candidate) => leavesOut(candidate, name))
      if (likely) return [`${name} is not a setting. Did you mean ${likely}?`]
      return known.ours.test(name) && !known.passedOn?.test(name)
        ? [`${name} is not a setting of ${known.service}; it is ignored.`]
        : []
    })
}

/** Whether a name is another one with words left out, such as `PORTKEY_KEY` of `PORTKEY_API_KEY`. */
function leavesOut(known: string, name: string): boolean {
  const words = name.split('_')
  const all = known.split('_')
  const isShorter = words.length > 1 && words.length === all.length - 1
  return isShorter && words[0] === all[0] && words.every((word) => all.includes(word))
}

function hasTarget(name: string, names: ReadonlySet<string>): boolean {
  return names.has(name.replace(isPath, ''))
}

/** Counts the letters to add, drop or change (Levenshtein). Names of very different length are not compared. */
function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return Infinity
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const swap = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current.push(Math.min(swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}

/** The members of a list that is separated by commas. */
export function list(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
