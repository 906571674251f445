import { disableAgentSchema, type AgentState, type DeskAgents } from '@askdesk/contracts'
import type { Identities } from '@askdesk/service'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { TicketDatabase } from '../db/database.ts'
import { InvalidRequestError } from '../errors.ts'
import { parseInput } from '../parse.ts'
import type { Agents } from '../people/agents.ts'
import { disableAgent, enableAgent } from '../people/leaving.ts'

type Options = {
  readonly database: TicketDatabase
  readonly agents: Agents
  readonly identities: Pick<Identities, 'setDisabled'>
}
type AgentAddress = { Params: { name: string } }

const bodySchema = disableAgentSchema.strict()

/** `/api/tickets/agents`: who works here, who has left, and who took over. For administrators. */
export function agentRoutes(app: FastifyInstance, options: Options): void {
  const { database, agents, identities } = options
  const config = { roles: ['admin'] as const }

  app.get('/api/tickets/agents', { config }, async (): Promise<DeskAgents> => ({
    agents: await agents.forAdmins(),
  }))

  app.post<AgentAddress>(
    '/api/tickets/agents/:name/disable',
    { config },
    async (request): Promise<AgentState> => {
      const { name } = request.params
      const { handOverTo } = parseInput(bodySchema, request.body, 'The request body')
      if (name === request.actor) {
        throw new InvalidRequestError(
          'You cannot disable yourself. Ask another administrator to do it.',
        )
      }
      if (handOverTo === name) {
        throw new InvalidRequestError('The tickets cannot be handed over to whom they belong now.')
      }
      if (handOverTo !== null) await agents.requireAssignable(handOverTo)
      const by = request.actor
      const left = await disableAgent(database, { name, handOverTo, by, at: new Date() })
      if (left.owner !== null) await identities.setDisabled(left.owner, true)
      audit(request, 'agent disabled', { agent: name, handedOver: left.handedOver })
      return { disabled: true, handedOver: left.handedOver }
    },
  )

  app.post<AgentAddress>(
    '/api/tickets/agents/:name/enable',
    { config },
    async (request): Promise<AgentState> => {
      const { name } = request.params
      const { owner } = await enableAgent(database, name)
      if (owner !== null) await identities.setDisabled(owner, false)
      audit(request, 'agent enabled', { agent: name })
      return { disabled: false, handedOver: 0 }
    },
  )
}

/** Logs who changed what about whom. The time is the line's own. */
function audit({ log, actor }: FastifyRequest, what: string, facts: object): void {
  log.info({ audit: what, by: actor, ...facts }, what)
}
