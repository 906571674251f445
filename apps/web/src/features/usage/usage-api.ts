import { usageResponseSchema, type UsageGroup, type UsageResponse } from '@askdesk/contracts'
import { requestJson } from '../../shared/http/http.ts'

export type UsageRange = { readonly days: number; readonly by: UsageGroup }

/** The address of a usage report: whole days in UTC, today among them. */
export function usageUrl({ days, by }: UsageRange, now: Date, format?: 'csv'): string {
  const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1))
  const from = new Date(to.getTime() - days * 86_400_000)
  const params = new URLSearchParams({ from: dayOf(from), to: dayOf(to), by })
  if (format) params.set('format', format)
  return `/api/ai/usage?${params}`
}

export function fetchUsage(range: UsageRange, signal: AbortSignal): Promise<UsageResponse> {
  return requestJson(usageResponseSchema, usageUrl(range, new Date()), { signal })
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
