/**
 * Why the database did not do what it was asked, as far as somebody can do something about it:
 * it took too long, has too many waiting, cannot be reached, stopped under the request, or has no
 * room left.
 */
export type FaultKind = 'slow' | 'busy' | 'away' | 'stopped' | 'full'

/** A failure of the database itself, not of what it was asked. */
export class DatabaseFault extends Error {
  override name = 'DatabaseFault'
  readonly kind: FaultKind
  /** The code of PostgreSQL or of the operating system, where there is one. */
  readonly code: string | undefined

  constructor(kind: FaultKind, options: { code?: string | undefined; cause?: unknown } = {}) {
    super(faultWords[kind], { cause: options.cause })
    this.kind = kind
    this.code = options.code
  }
}

/** Words for a log line. */
const faultWords: Readonly<Record<FaultKind, string>> = {
  slow: 'the database took longer than a statement may take',
  busy: 'the database is busy: a request waited too long for its turn',
  away: 'the database cannot be reached',
  stopped: 'the database stopped in the middle of a request',
  full: 'the disk of the database is full',
}

/** PostgreSQL's codes and the operating system's. A class of codes ends in `*`. */
const kinds: Readonly<Record<string, FaultKind>> = {
  '08*': 'away',
  '28*': 'away',
  '3D000': 'away',
  '53100': 'full',
  '53200': 'stopped',
  '53300': 'busy',
  '53400': 'busy',
  '55P03': 'slow',
  '57014': 'slow',
  '57P01': 'stopped',
  '57P02': 'stopped',
  '57P03': 'away',
  '57P05': 'stopped',
  '25P03': 'stopped',
  '25P04': 'stopped',
  '58030': 'stopped',
  ECONNREFUSED: 'away',
  ENOTFOUND: 'away',
  EAI_AGAIN: 'away',
  EHOSTUNREACH: 'away',
  EHOSTDOWN: 'away',
  ENETUNREACH: 'away',
  ENOENT: 'away',
  ETIMEDOUT: 'away',
  ECONNRESET: 'stopped',
  EPIPE: 'stopped',
  ENOSPC: 'full',
  EDQUOT: 'full',
}

// node-postgres gives these no code.
const wordless: readonly (readonly [RegExp, FaultKind])[] = [
  [/^Query read timeout$/, 'slow'],
  [/^timeout exceeded when trying to connect$/, 'away'],
  [/^Connection terminated due to connection timeout$/, 'away'],
  [/^Connection terminated/, 'stopped'],
  [/is not queryable$/, 'stopped'],
]

/** The fault behind an error, however deep it is wrapped; undefined when the request was at fault. */
export function findFault(error: unknown): DatabaseFault | undefined {
  let at = error
  for (let depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if (at instanceof DatabaseFault) return at
    const { message } = at
    const code = codeOf(at)
    const kind = kindOfCode(code) ?? wordless.find(([words]) => words.test(message))?.[1]
    if (kind !== undefined) return new DatabaseFault(kind, { code, cause: at })
    at = at.cause
  }
  return undefined
}

function kindOfCode(code: string | undefined): FaultKind | undefined {
  return code === undefined ? undefined : (kinds[code] ?? kinds[`${code.slice(0, 2)}*`])
}

/** The `code` of an error that has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}
