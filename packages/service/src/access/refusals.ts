import type { FastifyBaseLogger } from 'fastify'

/** Why somebody was not let in. A closed list: it labels a metric. */
export const refusalReasons = [
  'wrong_host',
  'forbidden_origin',
  'no_credential',
  'wrong_credential',
  'forbidden_role',
  'disabled',
  'rate_limited',
  'too_many_runs',
  'budget_exceeded',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

export type Refusal = {
  readonly reason: RefusalReason
  readonly address: string
  readonly method: string
  /** The route's pattern, never the address that was asked for. */
  readonly route: string | undefined
  readonly who?: string | undefined
}

export type Refusals = { record(refusal: Refusal): void }

const minute = 60_000
/** So many lines of one reason are written a minute; the rest is counted. */
const linesEach = 10
/** So many addresses are told apart a minute. */
const addressesKept = 1000

/** Writes one line for each reason and address a minute at the most: an attack must not fill the disk. */
export function createRefusals(
  log: FastifyBaseLogger,
  count: (reason: RefusalReason) => void,
  now: () => number = Date.now,
): Refusals {
  let since = now()
  let lines = new Map<RefusalReason, number>()
  let seen = new Set<string>()
  let untold = new Map<RefusalReason, number>()

  function turn(): void {
    if (now() - since < minute) return
    for (const [reason, times] of untold) {
      log.warn({ audit: 'refused', reason, times }, 'more were refused in the last minute')
    }
    since = now()
    lines = new Map()
    seen = new Set()
    untold = new Map()
  }

  return {
    record({ reason, ...facts }) {
      count(reason)
      turn()
      const key = `${reason} ${facts.address}`
      const written = lines.get(reason) ?? 0
      if (written >= linesEach || seen.has(key) || seen.size >= addressesKept) {
        untold.set(reason, (untold.get(reason) ?? 0) + 1)
        return
      }
      seen.add(key)
      lines.set(reason, written + 1)
      log.warn({ audit: 'refused', reason, ...facts }, 'request refused')
    },
  }
}
