import type { Ticket, TicketSummary } from '@askdesk/contracts'

/** Facts about the desk that only the page knows. */
export type Desk = Pick<DeskFacts, 'agent' | 'otherTickets'>

/** Facts that the page shows round a ticket, at the moment of a question. */
export type DeskFacts = {
  /** Milliseconds since 1970. */
  readonly now: number
  /** IANA name of the agent's zone, in which all times are written. */
  readonly timeZone: string
  /** The name of who asks. Undefined until it is known. */
  readonly agent?: string | undefined
  /** Other tickets of the same requester that are open or pending. */
  readonly otherTickets?: readonly TicketSummary[] | undefined
}

/** The facts of this moment, in the browser's own zone. */
export function factsNow(desk: Desk | undefined): DeskFacts {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return { ...desk, now: Date.now(), timeZone }
}

const mostOthers = 10

/** `2026-11-20 14:42` in the agent's zone. */
export function localTime(time: string | number, timeZone: string): string {
  if (minutes.timeZone !== timeZone) minutes = { timeZone, format: minutesIn(timeZone) }
  return minutes.format.format(new Date(time))
}

// Memoized: to make a format takes as long as to write a hundred times with it.
let minutes = { timeZone: 'UTC', format: minutesIn('UTC') }

/** Swedish writes times as ISO 8601 does. */
function minutesIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
}

/**
 * The facts as sentences. They come last, after the ticket: a clock in front of it would void the
 * provider's prompt cache with each minute. `plain` makes a foreign text one safe line.
 */
export function writeFacts(
  ticket: Ticket,
  facts: DeskFacts,
  plain: (text: string, most: number) => string,
): string {
  const { now, timeZone, agent, otherTickets = [] } = facts
  const day = new Intl.DateTimeFormat('en', { timeZone, weekday: 'long' }).format(now)
  const others = otherTickets.slice(0, mostOthers).map((other) => {
    const due = other.dueAt === null ? '' : `, due ${localTime(other.dueAt, timeZone)}`
    return `- #${other.id} (${plain(other.status, 64)}, ${plain(other.priority, 64)}${due}): ${plain(other.subject, 200)}`
  })
  const more = otherTickets.length - others.length
  return [
    `It is now ${day}, ${localTime(now, timeZone)} (${zoneOf(now, timeZone)}). All times of this ticket are in that zone.`,
    agent !== undefined && `The agent who asks is ${plain(agent, 120)}.`,
    dueSentence(ticket, now),
    others.length > 0 && 'Other open tickets of this requester:',
    ...others,
    more > 0 && `- and ${more} more`,
  ]
    .filter((line) => line !== false)
    .join('\n')
}

/** Says how late a ticket is: models are bad at counting hours. */
function dueSentence({ dueAt, status }: Ticket, now: number): string | false {
  if (dueAt === null || !['open', 'pending'].includes(status)) return false
  const minutes = Math.round((Date.parse(dueAt) - now) / 60_000)
  return minutes < 0
    ? `It is overdue by ${span(-minutes)}.`
    : `It is not overdue: it is due in ${span(minutes)}.`
}

function span(minutes: number): string {
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ]
  const said = parts.filter(([count]) => count > 0).slice(0, 2)
  if (said.length === 0) return 'less than a minute'
  return said.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ')
}

/** The zone by its name and, where that does not say it, its offset. */
function zoneOf(now: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    timeZoneName: 'longOffset',
  }).formatToParts(now)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  return timeZone === 'UTC' ? timeZone : `${timeZone}, ${offset.replace('GMT', 'UTC')}`
}
