import type { Role } from '@askdesk/contracts'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from './moment.ts'

/**
 * One row an agent. `owner` is the stable id of their credential; null for one whom only tickets or
 * the sample data name. Tickets and messages hold the name, so it stays as it was first given.
 */
export const agents = pgTable('agents', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  owner: text('owner').unique(),
  name: text('name').notNull().unique(),
  mail: text('mail'),
  role: text('role').$type<Role>(),
  disabledAt: moment('disabled_at'),
  firstSeenAt: moment('first_seen_at').notNull().defaultNow(),
  lastSeenAt: moment('last_seen_at'),
})

export type AgentRow = typeof agents.$inferSelect
