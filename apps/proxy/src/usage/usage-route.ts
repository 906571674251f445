import type { UsageResponse } from '@askdesk/contracts'
import type { FastifyInstance } from 'fastify'
import { payerOf } from '../access/payer.ts'
import type { Budgets } from '../budgets/budgets.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { usageCsv } from './usage-csv.ts'
import { readUsageQuery } from './usage-query.ts'

export type UsageServices = {
  readonly ledger: Pick<Ledger, 'sums'>
  readonly budgets: Pick<Budgets, 'states'>
}

/** `GET /api/ai/usage`: what was used and what is left; one's own, for an admin everybody's. */
export function registerUsageRoute(app: FastifyInstance, { ledger, budgets }: UsageServices): void {
  app.get('/api/ai/usage', async (request, reply) => {
    const { format, ...range } = readUsageQuery(request.query)
    const { owner, name, role } = request.caller
    const isAdmin = role === 'admin'
    reply.header('cache-control', 'no-store')
    const rows = await ledger.sums({ ...range, ...(!isAdmin && { owner }) })
    if (format === 'csv') {
      request.log.info(
        { audit: 'export', who: name, what: 'usage', by: range.by, rows: rows.length },
        'usage was exported',
      )
      const days = [range.from, new Date(range.to.getTime() - 1)].map((day) =>
        day.toISOString().slice(0, 10),
      )
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="usage-${days.join('-to-')}.csv"`)
        .send(usageCsv(range.by, rows))
    }
    const answer: UsageResponse = { rows, budgets: await budgets.states(payerOf(request), isAdmin) }
    return answer
  })
}
