import { isLoopback } from '../config-upstream.ts'

export type OriginRules = {
  readonly allowed: readonly string[]
  /** The proxy listens on this machine only. */
  readonly localOnly: boolean
}

/**
 * Whether a page of this origin may call. No origin means no browser page (or a same-origin GET).
 * A page of the same host may; on a loopback proxy only if that host is a loopback name, because a
 * foreign name can be made to point at 127.0.0.1.
 */
export function mayCall(
  rules: OriginRules,
  origin: string | undefined,
  host: string | undefined,
): boolean {
  if (origin === undefined) return true
  if (rules.allowed.includes(origin)) return true
  if (!URL.canParse(origin) || !host) return false
  const from = new URL(origin)
  if (from.host !== host.toLowerCase()) return false
  return !rules.localOnly || isLoopback(from.hostname)
}
