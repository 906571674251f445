import { newMessageSchema } from '@askdesk/contracts'
import type { FastifyInstance } from 'fastify'
import { parseInput } from '../parse.ts'
import type { TicketRepository } from '../ticket-repository.ts'
import { answerChange } from './answer-change.ts'
import {
  parseTicketId,
  readIdempotencyKey,
  readVersion,
  type TicketAddress,
} from './ticket-address.ts'

const bodySchema = newMessageSchema.strict()

/** `POST /api/tickets/:id/messages`: a public reply or an internal note of the current agent. */
export function addMessageRoute(app: FastifyInstance, repository: TicketRepository): void {
  app.post<TicketAddress>('/api/tickets/:id/messages', async (request, reply) => {
    const id = parseTicketId(request.params.id)
    const message = parseInput(bodySchema, request.body, 'The request body')
    const version = readVersion(request.headers, message.version)
    const idempotencyKey = readIdempotencyKey(request.headers)
    const result = await repository
      .as(request.actor)
      .addMessage(id, { ...message, version, idempotencyKey })
    return answerChange(reply, result, { id, version, status: 201 })
  })
}
