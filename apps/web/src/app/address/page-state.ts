import {
  type ListQuery,
  listQueryParams,
  parseListQuery,
} from '../../features/tickets/list-query.ts'

/** Everything the address says: what the list shows, which ticket is open, whether the assistant is. */
export type PageState = {
  list: ListQuery
  ticket: number | null
  assistant: boolean
}

/** Reads an address (`location.search`). Whatever it does not understand is ignored, the rest is kept. */
export function parsePageState(search: string): PageState {
  const params = new URLSearchParams(search)
  return {
    list: parseListQuery(params),
    ticket: parseTicketId(params.get('ticket')),
    assistant: params.get('assistant') === 'open',
  }
}

/** The address of a state, with what is default left out: the bare page is `/`. */
export function pageHref(state: PageState): string {
  const params = listQueryParams(state.list)
  if (state.ticket !== null) params.set('ticket', String(state.ticket))
  if (state.assistant) params.set('assistant', 'open')
  const search = params.toString()
  return search === '' ? '/' : `/?${search}`
}

function parseTicketId(value: string | null): number | null {
  const digits = /^#?(\d{1,9})$/.exec(value ?? '')?.[1]
  const id = Number(digits)
  return Number.isInteger(id) && id > 0 ? id : null
}
