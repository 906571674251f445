import type { FastifyInstance } from 'fastify'
import { TicketNotFoundError } from '../errors.ts'
import type { TicketRepository } from '../ticket-repository.ts'
import { sendTicket } from './answer-change.ts'
import { parseTicketId, type TicketAddress } from './ticket-address.ts'

/** `GET /api/tickets/:id`: the ticket with its thread, oldest message first. */
export function getTicketRoute(app: FastifyInstance, repository: TicketRepository): void {
  app.get<TicketAddress>('/api/tickets/:id', async (request, reply) => {
    const id = parseTicketId(request.params.id)
    const ticket = await repository.find(id)
    if (ticket === undefined) throw new TicketNotFoundError(id)
    return sendTicket(reply, ticket)
  })
}
