import { MantineProvider } from '@mantine/core'
import { cleanNotifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef } from 'react'
import { vi } from 'vitest'
import { ticketKeys } from '../features/tickets/queries.ts'
import type { ReplyHandle } from '../features/tickets/panel/reply/ReplyComposer.tsx'
import { TicketPanel } from '../features/tickets/panel/TicketPanel.tsx'
import { NotificationCenter } from '../shared/notices/notification-center.tsx'
import { aTicket, fakeTickets } from './fake-tickets.ts'

/** Draws a ticket's panel on the tickets API in memory, as the page does, and waits until it is there. */
export async function openPanel(ticket = aTicket({ id: 1042, subject: 'Invoice is wrong' })) {
  const api = fakeTickets([ticket])
  vi.stubGlobal('fetch', api.fetch)
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const replyHandle = createRef<ReplyHandle>()
  const view = render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <TicketPanel
          id={ticket.id}
          onClose={() => undefined}
          ticketsFrom={{ hrefOf: (email) => `/?q=${email}`, open: () => undefined }}
          replyHandle={replyHandle}
        />
        <NotificationCenter />
      </QueryClientProvider>
    </MantineProvider>,
  )
  await screen.findByRole('textbox', { name: /^(Reply|Internal note)$/ })
  await screen.findByRole('option', { name: 'Dana Reyes' })
  const reload = () => act(() => client.invalidateQueries({ queryKey: ticketKeys.all }))
  return { api, view, reload, replyHandle, user: userEvent.setup() }
}

/** Leaves nothing of a panel for the next test. */
export function closePanel(): void {
  vi.unstubAllGlobals()
  cleanNotifications()
}

export const choice = (name: string) => screen.getByRole<HTMLSelectElement>('combobox', { name })
export const replyBox = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' })
export const noteBox = () =>
  screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Internal note' })
export const thread = () => screen.getByRole('region', { name: 'Thread' })

/** The bodies of all requests that changed something, in order. */
export const sentBodies = (api: ReturnType<typeof fakeTickets>) =>
  api.sent.filter((request) => request.method !== 'GET').map((request) => request.body)
