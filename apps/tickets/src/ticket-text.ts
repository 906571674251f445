import { fold } from './list/fold.ts'

type Searchable = {
  subject: string
  requesterName: string
  requesterEmail: string
  tags: string[]
}

/** Searched text of a ticket besides its messages; one thing a line, so that no word spans two. */
export function searchTextOf(ticket: Searchable): string {
  return fold(
    [ticket.subject, ticket.requesterName, ticket.requesterEmail, ...ticket.tags].join('\n'),
  )
}

/** Searched text of a message; a phrase is found in it wherever its lines were broken. */
export function spokenTextOf({ kind, body }: { kind: string; body: string }): string {
  // A search for "pending" wants tickets that speak of it, not all that ever became so.
  return kind === 'system' ? '' : fold(body).replace(/\s+/g, ' ')
}
