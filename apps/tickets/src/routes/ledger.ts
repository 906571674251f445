import { ledgerRowSchema, usageGroupSchema } from '@askdesk/contracts'
import { ServiceError } from '@askdesk/service'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { parseInput } from '../parse.ts'

const mostRows = 500
const moment = z.iso.datetime().transform((text) => new Date(text))
const rowsSchema = z.strictObject({ rows: z.array(z.unknown()).max(mostRows) })
const sumsSchema = z.strictObject({
  from: moment,
  to: moment,
  by: usageGroupSchema,
  owner: z.string().min(1).max(300).optional(),
})
const spentSchema = z.strictObject({ since: moment })

/**
 * `/internal/ledger`: what the proxy writes into the ledger and reads from it. Only for a service
 * that holds `SESSION_KEY`; the web server hands nothing on to these addresses.
 */
export function ledgerRoutes(app: FastifyInstance, ledger: Ledger): void {
  const config = { access: 'service' as const }

  app.post('/internal/ledger', { config }, async (request, reply) => {
    const { rows } = parseInput(rowsSchema, request.body, 'The request body')
    // A row that a newer proxy writes differently must not hold back the others for ever.
    const read = rows.map((row) => ledgerRowSchema.safeParse(row))
    const wrong = read.filter(({ success }) => !success).length
    if (wrong > 0) request.log.warn({ wrong, of: rows.length }, 'rows of the ledger not understood')
    await ledger.add(read.flatMap(({ data }) => (data ? [data] : [])))
    return reply.code(204).send()
  })

  app.get('/internal/ledger/sums', { config }, async (request) => ({
    rows: await ledger.sums(parseInput(sumsSchema, request.query, 'The query')),
  }))

  app.get('/internal/ledger/spent', { config }, async (request) => {
    const { since } = parseInput(spentSchema, request.query, 'The query')
    return { rows: await ledger.spent(since) }
  })

  app.get<{ Params: { traceId: string } }>(
    '/internal/ledger/runs/:traceId',
    { config },
    async ({ params }) => {
      const found = await ledger.find(params.traceId.slice(0, 128))
      if (found) return { owner: found.owner }
      throw new ServiceError('not_found', 'The ledger has no reply with this trace id.')
    },
  )
}
