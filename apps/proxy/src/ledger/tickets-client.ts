import { usageRowSchema, type LedgerRow } from '@askdesk/contracts'
import { serviceCredential, serviceHeader } from '@askdesk/service'
import { z } from 'zod'
import { ProxyError } from '../errors/proxy-error.ts'
import type { Spent, UsageQuery } from './ledger.ts'

const patience = 5000

const sumsSchema = z.object({ rows: z.array(usageRowSchema) })
const spentSchema = z.object({
  rows: z.array(
    z.object({ owner: z.string(), person: z.string(), usd: z.number(), tokens: z.number() }),
  ),
})
const ownerSchema = z.object({ owner: z.string() })

/** The tickets API said no, with this status. */
export class Refused extends Error {
  readonly status: number
  constructor(status: number) {
    super(`The tickets API answered ${status}`)
    this.status = status
  }
}

/** The ledger's addresses of the tickets API, which are for services only. */
export type TicketsClient = {
  /** @throws Refused, or what `fetch` throws where nobody answers. */
  post(rows: readonly LedgerRow[]): Promise<void>
  sums(query: UsageQuery): Promise<z.infer<typeof sumsSchema>['rows']>
  spent(since: Date): Promise<readonly Spent[]>
  ownerOf(traceId: string): Promise<string | undefined>
}

export function createTicketsClient(url: URL, sessionKey: string): TicketsClient {
  const headers = { [serviceHeader]: serviceCredential(sessionKey) }

  function call(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(`/internal/ledger${path}`, url), {
      ...init,
      headers: {
        ...headers,
        ...(init.body !== undefined && { 'content-type': 'application/json' }),
      },
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
  }

  async function get(path: string): Promise<unknown> {
    try {
      const response = await call(path)
      const body: unknown = await response.json()
      if (response.ok) return body
      if (response.status === 404 && path.startsWith('/runs/')) return undefined
      throw new Refused(response.status)
    } catch (cause) {
      throw new ProxyError(
        'unavailable',
        'The record of usage cannot be reached at the moment. Try again shortly.',
        { cause, retryAfterMs: 2000 },
      )
    }
  }

  return {
    async post(rows) {
      const response = await call('', { method: 'POST', body: JSON.stringify({ rows }) })
      await response.arrayBuffer()
      if (!response.ok) throw new Refused(response.status)
    },
    async sums({ from, to, by, owner }) {
      const query = new URLSearchParams({
        from: from.toISOString(),
        to: to.toISOString(),
        by,
        ...(owner !== undefined && { owner }),
      })
      return sumsSchema.parse(await get(`/sums?${query}`)).rows
    },
    async spent(since) {
      const query = new URLSearchParams({ since: since.toISOString() })
      return spentSchema.parse(await get(`/spent?${query}`)).rows
    },
    async ownerOf(traceId) {
      const found = await get(`/runs/${encodeURIComponent(traceId)}`)
      return found === undefined ? undefined : ownerSchema.parse(found).owner
    },
  }
}
