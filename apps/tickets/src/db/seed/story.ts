import type { MessageKind, TicketPriority, TicketStatus } from '@askdesk/contracts'
import { describeChange } from '../../change-entry.ts'
import type { AgentName } from './agents.ts'

/** How long before (or for a due time: before or after) the seeding, as in `2d 4h` or `35m`. */
export type Span = string

/** One entry of a sample thread; `ago` counts back from the moment of seeding. */
export type SampleMessage = {
  ago: Span
  kind: MessageKind
  author: string
  body: string
  provenance?: string
}

/** A sample ticket. It was created with its first message and last changed with its last one. */
export type SampleTicket = {
  id: number
  subject: string
  status: TicketStatus
  priority: TicketPriority
  assignee: AgentName | null
  requester: { name: string; email: string }
  tags: string[]
  channel: 'email' | 'chat' | 'web' | 'phone'
  language: string
  /** `in 3h`, `2h ago`, or nothing. */
  due?: `in ${Span}` | `${Span} ago`
  thread: ThreadEntry[]
}

/** An entry that may still have to learn who the customer is. */
export type ThreadEntry = (requester: string) => SampleMessage

/** The customer writes. */
export const customer =
  (ago: Span, body: string): ThreadEntry =>
  (requester) => ({ ago, kind: 'customer', author: requester, body: tidy(body) })

/** An agent answers in public; `provenance` when a model wrote the draft. */
export const agent =
  (author: AgentName, ago: Span, body: string, provenance?: string): ThreadEntry =>
  () => ({ ago, kind: 'agent', author, body: tidy(body), ...(provenance ? { provenance } : {}) })

/** An agent leaves an internal note. */
export const note =
  (author: AgentName, ago: Span, body: string): ThreadEntry =>
  () => ({ ago, kind: 'note', author, body: tidy(body) })

/** The desk's own words to a customer whose ticket waits for an agent. */
export const confirmation =
  (ago: Span): ThreadEntry =>
  (requester) => ({
    ago,
    kind: 'system',
    author: 'Askdesk',
    body: `Confirmation of receipt sent to ${requester}`,
  })

type Change = Parameters<typeof describeChange>[1]
const unchanged: Change = {
  subject: '',
  status: 'open',
  priority: 'normal',
  assignee: null,
  tags: [],
  dueAt: null,
}

/** An agent changed the ticket; the entry has the service's own words. */
export const change =
  (author: AgentName, ago: Span, before: Partial<Change>, after: Partial<Change>): ThreadEntry =>
  () => {
    const body = describeChange(
      author,
      { ...unchanged, ...before },
      { ...unchanged, ...before, ...after },
    )
    if (body === undefined) throw new Error(`A change of ${author} that changes nothing.`)
    return { ago, kind: 'system', author, body }
  }

const minutes: Record<string, number> = { d: 24 * 60, h: 60, m: 1 }

/** A span in milliseconds. */
export function spanToMs(span: Span): number {
  if (!/^\d+[dhm]( \d+[dhm])*$/.test(span)) throw new Error(`"${span}" is not a span of time.`)
  const total = span
    .split(' ')
    .reduce((sum, part) => sum + Number(part.slice(0, -1)) * (minutes[part.slice(-1)] ?? 0), 0)
  return total * 60_000
}

/** Sample texts are indented with the code around them; the indent of the least indented line goes. */
function tidy(body: string): string {
  const lines = body.replace(/^\n|\n\s*$/g, '').split('\n')
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/))
  const indent = Math.min(...indents)
  return lines.map((line) => line.slice(indent)).join('\n')
}
