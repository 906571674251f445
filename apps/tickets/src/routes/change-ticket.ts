import { type TicketPatch, ticketPatchSchema } from '@askdesk/contracts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { InvalidRequestError } from '../errors.ts'
import { parseInput } from '../parse.ts'
import type { TicketRepository } from '../ticket-repository.ts'
import { answerChange } from './answer-change.ts'
import { parseTicketId, readVersion, type TicketAddress } from './ticket-address.ts'

// The list's filters separate their values by commas and know two words besides names.
const reservedNames = new Set(['me', 'unassigned'])
const { shape } = ticketPatchSchema

const bodySchema = z.strictObject({
  ...shape,
  assignee: shape.assignee
    .refine((name) => !name?.includes(','), { error: 'must not contain a comma' })
    .refine((name) => !reservedNames.has(name ?? ''), {
      error: 'must be the name of an agent, or null for nobody',
    }),
  tags: shape.tags.refine((tags) => !namedTags(tags).some((tag) => tag.includes(',')), {
    error: 'must not contain a comma within a tag',
  }),
  dueAt: shape.dueAt.refine((text) => !text || !/^\d{4}-/.test(text) || /^(19|20|21)/.test(text), {
    error: 'must lie between the years 1900 and 2199',
  }),
})

function namedTags(tags: TicketPatch['tags']): string[] {
  if (tags === undefined || Array.isArray(tags)) return tags ?? []
  return [...(tags.add ?? []), ...(tags.remove ?? [])]
}

/** `PATCH /api/tickets/:id`: changes fields that nobody else changed since the version that was read. */
export function changeTicketRoute(app: FastifyInstance, repository: TicketRepository): void {
  app.patch<TicketAddress>('/api/tickets/:id', async (request, reply) => {
    const id = parseTicketId(request.params.id)
    const { version: bodyVersion, ...changes } = parseInput(
      bodySchema,
      request.body,
      'The request body',
    )
    const version = readVersion(request.headers, bodyVersion)
    if (version === undefined) {
      throw new InvalidRequestError(
        'Say which version of the ticket you change: send its version as If-Match: "3" or as version in the body.',
      )
    }
    const result = await repository.as(request.actor).change(id, version, changes)
    return answerChange(reply, result, { id, version, status: 200 })
  })
}
