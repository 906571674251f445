import type { DeskAgent } from '@askdesk/contracts'
import { isolatedText } from '../../shared/text/visible-text.ts'

/** Sorts the agents at work before the disabled ones, each part by name. */
export function inOrder(agents: readonly DeskAgent[]): DeskAgent[] {
  return agents.toSorted(
    (a, b) =>
      Number(a.disabledAt !== null) - Number(b.disabledAt !== null) ||
      a.name.localeCompare(b.name, 'en'),
  )
}

/** Lists the agents who can take over the tickets of one who leaves. */
export function successorsOf(leaving: DeskAgent, agents: readonly DeskAgent[]): string[] {
  return inOrder(agents)
    .filter(({ name, disabledAt }) => disabledAt === null && name !== leaving.name)
    .map(({ name }) => name)
}

/** `3 open and 1 pending ticket`; empty where there is none. */
export function waitingWords({ open, pending }: Pick<DeskAgent, 'open' | 'pending'>): string {
  const parts = [open > 0 && `${open} open`, pending > 0 && `${pending} pending`].filter(Boolean)
  if (parts.length === 0) return ''
  return `${parts.join(' and ')} ${(pending || open) === 1 ? 'ticket' : 'tickets'}`
}

/** The news after an agent was disabled. */
export function leftWords(name: string, handedOver: number, to: string | null): string {
  const who = `${isolatedText(name)} is disabled.`
  if (handedOver === 0) return `${who} There was no ticket to hand over.`
  const tickets = handedOver === 1 ? '1 ticket' : `${handedOver.toLocaleString('en')} tickets`
  if (to !== null) return `${who} ${tickets} went to ${isolatedText(to)}.`
  return `${who} ${tickets} now belong${handedOver === 1 ? 's' : ''} to nobody.`
}

/** The news after an agent was enabled again. */
export function backWords(name: string): string {
  return `${isolatedText(name)} works here again. Tickets stay with whom they went to.`
}
