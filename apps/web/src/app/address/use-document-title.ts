import type { Ticket } from '@askdesk/contracts'
import { useEffect } from 'react'
import { viewLabels } from '../../features/tickets/labels.ts'
import { isolatedText } from '../../shared/text/visible-text.ts'
import type { PageState } from './page-state.ts'

/** The tab says which ticket is open, otherwise which view. */
export function useDocumentTitle(state: PageState, ticket: Ticket | null): void {
  const subject = ticket?.id === state.ticket ? ticket?.subject : undefined
  const place =
    state.ticket === null
      ? `${viewLabels[state.list.view]} tickets`
      : `#${state.ticket}${subject ? ` ${isolatedText(subject)}` : ''}`
  useEffect(() => {
    document.title = `${place} · Askdesk`
  }, [place])
}
