import type { FastifyInstance } from 'fastify'
import type { TicketRepository } from '../ticket-repository.ts'

/** `GET /api/tickets/facets`: the agents and tags to filter by, and who is signed in. */
export function ticketFacetsRoute(app: FastifyInstance, repository: TicketRepository): void {
  app.get('/api/tickets/facets', (request) => repository.as(request.actor).facets())
}
