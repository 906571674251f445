import type { Environment } from './environment.ts'

/** Where others reach the service, something in front looks at `/readyz` every few seconds. */
const exposedGraceMs = 5000
const longestGraceMs = 10 * 60_000

/** Reads how long a service that was told to stop stays open, in milliseconds. */
export function readGrace(env: Environment, isExposed: boolean, problems: string[]): number {
  const text = env['SHUTDOWN_GRACE_MS']?.trim() ?? String(isExposed ? exposedGraceMs : 0)
  const grace = /^\d{1,6}$/.test(text) ? Number(text) : Infinity
  if (grace > longestGraceMs)
    problems.push(`SHUTDOWN_GRACE_MS must be a whole number from 0 to ${longestGraceMs}.`)
  return grace
}
