import type { FastifyInstance } from 'fastify'
import { parseListQuery } from '../list/list-query.ts'
import type { TicketRepository } from '../ticket-repository.ts'

/** `GET /api/tickets`: one page of the tickets that match. */
export function listTicketsRoute(app: FastifyInstance, repository: TicketRepository): void {
  app.get<{ Querystring: Record<string, unknown> }>('/api/tickets', (request) =>
    repository.as(request.actor).list(parseListQuery(request.query, request.actor)),
  )
}
