import { z } from 'zod'
import { roleSchema } from './session.ts'

/** An agent as lists and pickers show them. `disabled`: takes no tickets any more, keeps old ones. */
export const facetAgentSchema = z.object({
  name: z.string(),
  disabled: z.boolean().optional(),
  /** The agent that asks. */
  isMe: z.boolean().optional(),
})
export type FacetAgent = z.infer<typeof facetAgentSchema>

/**
 * An agent as an administrator sees them. Names are unique. `isKnown` is false for one whom only
 * the tickets name: nobody has signed in under this name. `open` and `pending` count their tickets.
 */
export const deskAgentSchema = z.object({
  name: z.string(),
  mail: z.string().nullable(),
  role: roleSchema.nullable(),
  isKnown: z.boolean(),
  disabledAt: z.iso.datetime().nullable(),
  firstSeenAt: z.iso.datetime(),
  /** Null for one who has not acted yet. */
  lastSeenAt: z.iso.datetime().nullable(),
  open: z.number().int(),
  pending: z.number().int(),
})
export type DeskAgent = z.infer<typeof deskAgentSchema>

/** Answer of `GET /api/tickets/agents`, for administrators. */
export const deskAgentsSchema = z.object({ agents: z.array(deskAgentSchema) })
export type DeskAgents = z.infer<typeof deskAgentsSchema>

/** Body of `POST /api/tickets/agents/:name/disable`: who takes the open and pending tickets, or null for nobody. */
export const disableAgentSchema = z.object({
  handOverTo: z.string().trim().min(1).max(200).nullable(),
})

/** Answer of `POST /api/tickets/agents/:name/disable` and `…/enable`. */
export const agentStateSchema = z.object({
  disabled: z.boolean(),
  /** So many tickets have moved; 0 for `enable`. */
  handedOver: z.number().int(),
})
export type AgentState = z.infer<typeof agentStateSchema>
