import type { AccessSettings } from '@askdesk/service'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { InvalidRequestError } from '../errors.ts'
import type { Agents } from './agents.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The agent that entries of this request bear. Set before any route of tickets runs. */
    actor: string
  }
}

type Options = {
  readonly access: Pick<AccessSettings, 'required'>
  readonly agents: Agents
  /** Names the agent who acts where nobody signs in and no header says who. */
  readonly currentAgent: string
}

const header = 'x-askdesk-agent'

/**
 * Tells who does what: the person that the guard has let in, or, on a desk where nobody signs in,
 * the demo agent that the page names. Ignores an author named in a body.
 */
export function registerActors(app: FastifyInstance, options: Options): void {
  const { access, agents, currentAgent } = options
  app.decorateRequest('actor', '')
  app.addHook('preHandler', async (request) => {
    if (request.routeOptions.config.access !== undefined) return
    request.actor = access.required
      ? await agents.seen(request.caller)
      : await demoAgent(request, agents, currentAgent)
  })
}

async function demoAgent(
  { headers }: FastifyRequest,
  agents: Agents,
  currentAgent: string,
): Promise<string> {
  const given = headers[header]
  if (typeof given !== 'string' || given.trim() === '') return currentAgent
  const name = decode(given)
  if (name === currentAgent || (await agents.exists(name))) return name
  throw new InvalidRequestError(
    `${header} names no agent of this desk. Use a name from GET /api/tickets/facets.`,
  )
}

/** A header holds one byte a letter: names beyond Latin come in UTF-8 bytes or percent-encoded. */
function decode(value: string): string {
  try {
    if (value.includes('%')) return decodeURIComponent(value)
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}
