import { fold } from './fold.ts'

type Searchable = {
  subject: string
  requesterName: string
  requesterEmail: string
  tags: string[]
}

/** What the search reads of a ticket besides its messages; one thing a line, so that no word spans two. */
export function searchTextOf(ticket: Searchable): string {
  return fold(
    [ticket.subject, ticket.requesterName, ticket.requesterEmail, ...ticket.tags].join('\n'),
  )
}
