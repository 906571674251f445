import type { Ticket, TicketConflict } from '@askdesk/contracts'
import type { FastifyReply } from 'fastify'
import { conflictBody, reusedKeyBody, TicketNotFoundError } from '../errors.ts'
import type { ChangeResult } from '../ticket-changes.ts'

/** Sends a ticket with its version as the entity tag, ready for the next `If-Match`. */
export function sendTicket(reply: FastifyReply, ticket: Ticket): FastifyReply {
  return reply.header('etag', `"${ticket.version}"`).send(ticket)
}

/** Answers a change: the ticket with `status`, or 409 with the ticket as it is, or 404. */
export function answerChange(
  reply: FastifyReply,
  result: ChangeResult,
  sent: { id: number; version: number | undefined; status: 200 | 201 },
): FastifyReply {
  switch (result.outcome) {
    case 'changed':
      return sendTicket(reply.code(sent.status), result.ticket)
    case 'conflict': {
      const { ticket } = result
      const body: TicketConflict = {
        ...conflictBody(sent.id, sent.version ?? ticket.version, ticket.version),
        ticket,
      }
      return reply.code(409).header('etag', `"${ticket.version}"`).send(body)
    }
    case 'reused':
      return reply.code(422).send(reusedKeyBody())
    case 'missing':
      throw new TicketNotFoundError(sent.id)
    default:
      return result satisfies never
  }
}
