import type { FastifyInstance } from 'fastify'
import type { TicketRepository } from '../ticket-repository.ts'

/** `GET /api/tickets/counts`: how many tickets each view holds. */
export function countTicketsRoute(app: FastifyInstance, repository: TicketRepository): void {
  app.get('/api/tickets/counts', (request) => repository.as(request.actor).counts())
}
