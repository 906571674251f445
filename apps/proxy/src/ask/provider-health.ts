import {
  providerIds,
  type ApiError,
  type ProviderHealth,
  type ProviderId,
} from '@askdesk/contracts'

/** The last few replies of a provider are what its health is judged by. */
const remembered = 20
/** Older than this says nothing about now. */
const freshFor = 15 * 60_000

type Seen = {
  readonly at: number
  readonly ttftMs: number | null
  readonly error: ApiError | undefined
}

export type HealthTracker = {
  record(provider: ProviderId, seen: { ttftMs: number | null; error?: ApiError | undefined }): void
  of(provider: ProviderId): ProviderHealth
}

/** Causes that are the provider's or the gateway's; a person's own mistake says nothing about health. */
const unhealthy = new Set<ApiError['code']>([
  'key_rejected',
  'rate_limited',
  'budget_exceeded',
  'overloaded',
  'upstream_timeout',
  'upstream_unreachable',
  'upstream_error',
  'interrupted',
])

/** Keeps what was really seen of each provider. Nothing is probed: a probe costs money. */
export function createHealthTracker(now: () => number): HealthTracker {
  const book = new Map<ProviderId, Seen[]>(providerIds.map((id) => [id, []]))
  return {
    record(provider, { ttftMs, error }) {
      if (error && !unhealthy.has(error.code)) return
      const seen = book.get(provider)
      seen?.push({ at: now(), ttftMs, error })
      if (seen && seen.length > remembered) seen.shift()
    },
    of(provider) {
      const fresh = (book.get(provider) ?? []).filter((seen) => now() - seen.at < freshFor)
      const last = fresh.at(-1)
      if (!last) return { state: 'unknown' }
      const failures = fresh.filter((seen) => seen.error).length
      const lastError = fresh.findLast((seen) => seen.error)?.error?.code
      const times = fresh.flatMap((seen) => seen.ttftMs ?? []).toSorted((a, b) => a - b)
      const median = times[Math.floor(times.length / 2)]
      return {
        state: judge(fresh, failures),
        ...(median !== undefined && { ttftMsP50: Math.round(median) }),
        ...(lastError && { lastError }),
      }
    },
  }
}

function judge(fresh: readonly Seen[], failures: number): ProviderHealth['state'] {
  const lastThree = fresh.slice(-3)
  if (lastThree.every((seen) => seen.error)) return 'down'
  return failures / fresh.length > 0.2 || fresh.at(-1)?.error ? 'degraded' : 'ok'
}
