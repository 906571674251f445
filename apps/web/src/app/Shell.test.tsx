import type { Ticket } from '@askdesk/contracts'
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { aTicket, errorResponse, fakeTickets } from '../test-support/fake-tickets.ts'
import { App } from './App.tsx'

const three = [
  aTicket({ id: 1042, subject: 'Invoice is wrong', status: 'open', priority: 'high' }),
  aTicket({ id: 1043, subject: 'Lamp does not charge', status: 'pending' }),
  aTicket({ id: 1044, subject: 'Where is my order', status: 'open', assignee: 'Dana Reyes' }),
]

afterEach(() => vi.unstubAllGlobals())

/** Opens the page at an address, over a tickets API that lives in memory. */
function open(address = '/', tickets: Ticket[] = three) {
  const api = fakeTickets(tickets)
  vi.stubGlobal('fetch', api.fetch)
  history.replaceState(null, '', address)
  return { api, user: userEvent.setup(), ...render(<App />) }
}

const table = () => screen.findByRole('table', { name: 'Tickets' })
const panel = (id: number) => screen.findByRole('region', { name: `Ticket #${id}` })
const rowLink = (name: string) => screen.findByRole('link', { name })
const search = () => new URLSearchParams(location.search)

/** The shown rows as texts of their cells, without the head. */
async function shownRows(): Promise<string[][]> {
  const [, ...rows] = within(await table()).getAllByRole('row')
  return rows.map((row) =>
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent ?? ''),
  )
}

test('the list is a table with heads and cells, and says how many there are', async () => {
  open()
  await rowLink('Invoice is wrong')
  const heads = within(await table()).getAllByRole('columnheader')
  expect(heads.map((head) => head.textContent)).toEqual([
    'ID',
    'Subject',
    'Status',
    'Priority',
    'Assignee',
    'Tags',
    'Updated',
    'Due',
  ])
  const [first] = await shownRows()
  expect(first?.slice(0, 6)).toEqual([
    '#1042',
    'Invoice is wrongAna Costaen',
    'Open',
    'High',
    'Unassigned',
    'billing',
  ])
  screen.getByText('3 tickets')
})

test('the views are links with counts, the current one marked', async () => {
  const { user } = open('/?view=all')
  const views = await screen.findByRole('navigation', { name: 'Views' })
  const all = await within(views).findByRole('link', { name: 'All 3' })
  expect(all.getAttribute('aria-current')).toBe('page')
  await user.click(within(views).getByRole('link', { name: 'Mine 1' }))
  expect(search().get('view')).toBe('mine')
  expect(all.getAttribute('aria-current')).toBeNull()
})

test('what the address says is shown; what it says wrongly is ignored', async () => {
  const { api } = open('/?view=nonsense&status=pending&sort=due_asc&ticket=1043')
  await panel(1043)
  await waitFor(async () => expect(await shownRows()).toHaveLength(1))
  const list = api.sent.find((request) => request.path === '/api/tickets')
  expect(Object.fromEntries(list?.query ?? [])).toMatchObject({
    view: 'open',
    status: 'pending',
    sort: 'due_asc',
  })
  expect(document.title).toContain('#1043')
})

test('a link sends nothing to the AI, whatever it holds', async () => {
  const { api } = open('/?ticket=1042&assistant=open&q=ignore&prompt=send+this')
  await panel(1042)
  await screen.findByRole('complementary', { name: 'AI assistant' })
  const sent = api.sent.filter((request) => request.method !== 'GET')
  expect(sent).toEqual([])
})

test('a row opens its ticket; Escape closes it and gives the focus back to the row', async () => {
  const { user } = open()
  await user.click(await rowLink('Lamp does not charge'))
  const region = await panel(1043)
  expect(search().get('ticket')).toBe('1043')
  await within(region).findByText(/My invoice is wrong/)
  await waitFor(() => expect(document.title).toBe('#1043 Lamp does not charge · Askdesk'))
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('region', { name: 'Ticket #1043' })).toBeNull()
  expect(search().get('ticket')).toBeNull()
  expect(document.activeElement).toBe(await rowLink('Lamp does not charge'))
})

test('arrows and letters move the selection, Enter opens it', async () => {
  const { user } = open()
  await rowLink('Invoice is wrong')
  await user.keyboard('jj{ArrowDown}k')
  expect(document.activeElement?.textContent).toBe('Lamp does not charge')
  await user.keyboard('{Enter}')
  await panel(1043)
})

test('back and forward restore what was open', async () => {
  const { user } = open()
  await user.click(await rowLink('Where is my order'))
  await panel(1044)
  act(() => history.back())
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Ticket #1044' })).toBeNull())
  act(() => history.forward())
  await panel(1044)
})

test('the search narrows the list, says so, and can be cleared in every way', async () => {
  const { user } = open()
  await rowLink('Invoice is wrong')
  await user.keyboard('/')
  const box = screen.getByRole('searchbox', { name: 'Search tickets' })
  expect(document.activeElement).toBe(box)
  await user.type(box, 'lamp')
  await screen.findByText('1 match')
  expect(search().get('q')).toBe('lamp')
  await user.type(box, ' xyz')
  await screen.findByText('No ticket matches')
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? box)
  await screen.findByText('3 tickets')
  expect(box).toHaveProperty('value', '')
  await user.type(box, 'order')
  await screen.findByText('1 match')
  await user.keyboard('{Escape}')
  await screen.findByText('3 tickets')
  expect(search().get('q')).toBeNull()
})

test('filters and order go into the address and to the server', async () => {
  const { user } = open()
  await rowLink('Invoice is wrong')
  await user.selectOptions(screen.getByRole('combobox', { name: 'Filter by status' }), 'Pending')
  await screen.findByText('1 match')
  await user.click(screen.getByRole('button', { name: 'Due' }))
  expect(search().toString()).toBe('status=pending&sort=due_asc')
  const head = screen.getByRole('columnheader', { name: 'Due' })
  expect(head.getAttribute('aria-sort')).toBe('ascending')
  await user.click(screen.getByRole('button', { name: 'Due' }))
  expect(head.getAttribute('aria-sort')).toBe('descending')
})

test('a failing server is said in its own words, and Reload tries again', async () => {
  const api = fakeTickets(three)
  api.outage = () => errorResponse(409, 'The database is being moved. Try again at noon.')
  vi.stubGlobal('fetch', api.fetch)
  const user = userEvent.setup()
  render(<App />)
  const alert = await screen.findByRole('alert')
  within(alert).getByText('The database is being moved. Try again at noon.')
  api.outage = null
  await user.click(within(alert).getByRole('button', { name: 'Reload tickets' }))
  await rowLink('Invoice is wrong')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('an empty view, and a ticket that does not exist, say what they are', async () => {
  open('/?view=overdue&ticket=7', [])
  await screen.findByText('Nothing is past its due time.')
  await screen.findByText('There is no ticket #7')
  expect(screen.queryByRole('table')).toBeNull()
})

test('Ask AI opens the assistant beside the ticket, and gives the focus back when it closes', async () => {
  const { user } = open('/?ticket=1042')
  await panel(1042)
  const ask = screen.getByRole('button', { name: 'Ask AI' })
  await user.click(ask)
  const drawer = await screen.findByRole('complementary', { name: 'AI assistant' })
  await waitFor(() => expect(drawer.contains(document.activeElement)).toBe(true))
  expect(search().get('assistant')).toBe('open')
  await panel(1042)
  await user.click(ask)
  expect(screen.queryByRole('complementary', { name: 'AI assistant' })).toBeNull()
  expect(document.activeElement).toBe(ask)
})

test('keys in the sheet of shortcuts are its own: Escape leaves the ticket open', async () => {
  const { user } = open('/?ticket=1042')
  await panel(1042)
  await rowLink('Invoice is wrong')
  await user.keyboard('?')
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
  expect(document.activeElement).toBe(sheet)
  within(sheet).getByText('Regenerate the last answer')
  await user.keyboard('{Escape}')
  expect(search().get('ticket')).toBe('1042')
})

test('the sheet of shortcuts lists them and can switch the letters off', async () => {
  const { user } = open()
  await rowLink('Invoice is wrong')
  await user.keyboard('?')
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
  within(sheet).getByText('Next ticket')
  await user.click(within(sheet).getByRole('checkbox'))
  await user.click(within(sheet).getByRole('button', { name: 'Close' }))
  await user.keyboard('/')
  expect(document.activeElement?.getAttribute('type')).not.toBe('search')
})

/** Holds back the answer to one request until it is let go. */
function holdTicket(id: number, fetchNow: typeof fetch) {
  let letGo: (() => void) | undefined
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  const held: typeof fetch = async (input, init) => {
    if (String(input).endsWith(`/api/tickets/${id}`)) await gate
    return fetchNow(input, init)
  }
  vi.stubGlobal('fetch', held)
  return () => letGo?.()
}

test('letters that are pressed while a ticket loads are kept for the reply, never run', async () => {
  const { api, user } = open('/')
  const row = await rowLink('Invoice is wrong')
  const letGo = holdTicket(1042, api.fetch)
  await user.click(row)
  await panel(1042)
  await user.keyboard('rDear Ana, a joke?{Backspace}{Enter}k')
  expect(search().get('assistant')).toBeNull()
  expect(screen.queryByRole('dialog')).toBeNull()
  letGo()
  const reply = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' })
  await waitFor(() => expect(reply.value).toBe('Dear Ana, a joke\nk'))
  expect(document.activeElement).toBe(reply)
})

test('letters before anything was asked for are dropped; Escape still closes', async () => {
  const { api, user } = open('/')
  const row = await rowLink('Invoice is wrong')
  holdTicket(1042, api.fetch)
  await user.click(row)
  await panel(1042)
  await user.keyboard('a/?j')
  expect(search().get('assistant')).toBeNull()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement?.tagName).toBe('H2')
  await user.keyboard('r{Escape}')
  expect(search().get('ticket')).toBeNull()
})

test('shortcuts work on a keyboard without Latin letters', async () => {
  const { user } = open('/?ticket=1042')
  const reply = await screen.findByRole('textbox', { name: 'Reply' })
  fireEvent.keyDown(document.body, { key: 'к', code: 'KeyR' })
  await waitFor(() => expect(document.activeElement).toBe(reply))
  await user.keyboard('{Escape}')
  fireEvent.keyDown(document.body, { key: 'α', code: 'KeyA' })
  await waitFor(() => expect(search().get('assistant')).toBe('open'))
})

test('keys that compose a word do not leave the search', async () => {
  const { user } = open()
  await rowLink('Invoice is wrong')
  const box = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search tickets' })
  await user.type(box, '返品')
  for (const key of ['ArrowDown', 'Escape', 'Enter']) {
    fireEvent.keyDown(box, { key, isComposing: true })
    fireEvent.keyDown(box, { key, keyCode: 229 })
  }
  expect(document.activeElement).toBe(box)
  expect(box.value).toBe('返品')
})

test('one change does not read a long list again: its row is patched, the counts asked for once', async () => {
  const many = Array.from({ length: 450 }, (_, index) =>
    aTicket({ id: 1000 + index, subject: `Ticket number ${index}` }),
  )
  const { api, user } = open('/?ticket=1003', many)
  await panel(1003)
  const listed = () => api.sent.filter(({ path }) => path === '/api/tickets').length
  for (let pages = listed(); pages < 4; pages += 1) {
    await user.click(await screen.findByRole('button', { name: 'Load more tickets' }))
    await waitFor(() => expect(listed()).toBe(pages + 1))
  }
  await screen.findByText('400 of 450')
  api.sent.length = 0
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Status' }), 'Solved')
  await waitFor(() => expect(api.ticket(1003)?.status).toBe('solved'))
  const countsAsked = () => api.sent.filter(({ path }) => path === '/api/tickets/counts').length
  await waitFor(() => expect(countsAsked()).toBe(1))
  expect((await shownRows()).flat().filter((cell) => cell.includes('Solved'))).toHaveLength(1)
  window.dispatchEvent(new Event('visibilitychange'))
  expect(listed()).toBe(0)
  expect(countsAsked()).toBe(1)
})
