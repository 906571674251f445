import { MantineProvider } from '@mantine/core'
import { cleanNotifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { undoLast } from '../../../shared/notify.ts'
import { NotificationCenter } from '../../../shared/notification-center.tsx'
import { aTicket, errorResponse, fakeTickets } from '../../../test-support/fake-tickets.ts'
import { ticketKeys } from '../queries.ts'
import { readDraft } from './drafts.ts'
import type { ReplyHandle } from './ReplyComposer.tsx'
import { TicketPanel } from './TicketPanel.tsx'

afterEach(() => {
  vi.unstubAllGlobals()
  cleanNotifications()
})

async function open(ticket = aTicket({ id: 1042, subject: 'Invoice is wrong' })) {
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

/** A promise that the test lets go. */
function held() {
  let letGo: (() => void) | undefined
  const promise = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return { promise, let: () => letGo?.() }
}

const choice = (name: string) => screen.getByRole<HTMLSelectElement>('combobox', { name })
const isoOf = (value: string) => new Date(value).toISOString()
const reply = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' })
const note = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Internal note' })
const thread = () => screen.getByRole('region', { name: 'Thread' })
const sentBodies = (api: ReturnType<typeof fakeTickets>) =>
  api.sent.filter((request) => request.method !== 'GET').map((request) => request.body)

test('a change is shown at once, sent with the version on show, and can be undone', async () => {
  const { api, user } = await open()
  await user.selectOptions(choice('Status'), 'Solved')
  expect(choice('Status').value).toBe('solved')
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(choice('Status').value).toBe('open'))
  expect(sentBodies(api)).toEqual([
    { status: 'solved', version: 1 },
    { status: 'open', version: 2 },
  ])
})

test('two quick changes of one ticket are no conflict with each other', async () => {
  const { api, user } = await open()
  await user.selectOptions(choice('Status'), 'Pending')
  await user.selectOptions(choice('Priority'), 'Urgent')
  await waitFor(() => expect(api.ticket(1042)).toMatchObject({ version: 3 }))
  expect(api.ticket(1042)).toMatchObject({ status: 'pending', priority: 'urgent' })
  expect(screen.queryByText(/someone else/)).toBeNull()
})

test('a change that fails is taken back, in words', async () => {
  const { api, user } = await open()
  api.outage = () => errorResponse(500, 'The tickets server failed.')
  await user.selectOptions(choice('Assignee'), 'Dana Reyes')
  await screen.findByText('The tickets server failed.')
  expect(choice('Assignee').value).toBe('')
})

test('a colleague’s change of another field is no conflict', async () => {
  const { api, user } = await open()
  api.change(1042, { status: 'pending', tags: ['billing', 'vip'] })
  await user.selectOptions(choice('Priority'), 'Urgent')
  await waitFor(() =>
    expect(api.ticket(1042)).toMatchObject({ priority: 'urgent', status: 'pending', version: 3 }),
  )
  await user.type(screen.getByRole('combobox', { name: 'Add tag' }), 'refund{Enter}')
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', 'vip', 'refund']))
  expect(screen.queryByText(/Your change was not made/)).toBeNull()
})

test('a conflict loses nothing: it says what changed and applies the edit again', async () => {
  const { api, user } = await open()
  api.change(1042, { priority: 'low', status: 'pending', assignee: 'Dana Reyes' })
  await user.selectOptions(choice('Priority'), 'Urgent')
  await screen.findByText(/Your change was not made \(Priority set to Urgent\)/)
  screen.getByText('Status: Open → Pending')
  screen.getByText('Assignee: nobody → Dana Reyes')
  expect(choice('Status').value).toBe('pending')
  await user.click(screen.getByRole('button', { name: 'Apply again' }))
  await waitFor(() => expect(api.ticket(1042)).toMatchObject({ priority: 'urgent', version: 3 }))
  expect(screen.queryByText(/Your change was not made/)).toBeNull()
})

test('what others changed meanwhile is said, until it is read', async () => {
  const { api, reload, user } = await open()
  const news = {
    id: 99,
    author: 'Ana Costa',
    kind: 'customer' as const,
    body: 'Any news?',
    createdAt: '2026-11-22T09:00:00.000Z',
  }
  api.change(1042, { messages: [...(api.ticket(1042)?.messages ?? []), news] })
  await reload()
  await screen.findByText('New message from Ana Costa')
  within(thread()).getByText('Any news?')
  await user.click(screen.getByRole('button', { name: 'Got it' }))
  expect(screen.queryByText('New message from Ana Costa')).toBeNull()
})

test('a reply is posted with Ctrl+Enter, with its status, and stands in the thread', async () => {
  const { api, user } = await open()
  await user.type(reply(), 'We have corrected it.')
  await user.selectOptions(choice('Status after posting'), 'set solved')
  await user.keyboard('{Control>}{Enter}{/Control}')
  await within(thread()).findByText('We have corrected it.')
  expect(reply().value).toBe('')
  expect(readDraft(1042, 'agent').text).toBe('')
  expect(sentBodies(api)).toEqual([
    {
      kind: 'agent',
      body: 'We have corrected it.',
      provenance: null,
      version: 1,
      status: 'solved',
    },
  ])
})

test('an internal note goes to nobody but the team', async () => {
  const { api, user } = await open()
  await user.click(screen.getByRole('radio', { name: 'Internal note' }))
  screen.getByText('Only your team reads this')
  await user.type(note(), 'Refund is approved')
  await user.click(screen.getByRole('button', { name: 'Add note' }))
  await within(thread()).findByText('Refund is approved')
  expect(sentBodies(api)).toMatchObject([{ kind: 'note' }])
  expect(within(thread()).getAllByRole('listitem').at(-1)?.textContent).toContain('Internal note')
})

test('what was written as a note is never in the reply box, nor the other way round', async () => {
  const { user, view, replyHandle, api } = await open()
  const turnTo = (name: string) => user.click(screen.getByRole('radio', { name }))
  await turnTo('Internal note')
  await user.type(note(), 'Secret: geo-2 signs')
  await turnTo('Public reply')
  expect(reply().value).toBe('')
  act(() => replyHandle.current?.insert('Dear Ana', { provenance: 'OpenAI · gpt-4.1' }))
  await turnTo('Internal note')
  expect(note().value).toBe('Secret: geo-2 signs')
  expect(screen.queryByText(/Drafted by/)).toBeNull()
  expect(screen.queryByRole('button', { name: 'Undo insert' })).toBeNull()
  await turnTo('Public reply')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Dear Ana')
  expect(sentBodies(api)).toMatchObject([{ kind: 'agent', body: 'Dear Ana' }])
  view.unmount()
  await open()
  expect(note().value).toBe('Secret: geo-2 signs')
})

test('a draft survives leaving the page and a failed post', async () => {
  const { api, user, view } = await open()
  await user.type(reply(), 'Half an answer')
  api.outage = () => errorResponse(500, 'The tickets server failed.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('The tickets server failed.')
  expect(reply().value).toBe('Half an answer')
  view.unmount()
  await open()
  expect(reply().value).toBe('Half an answer')
})

test('a reply to a ticket that has changed waits until the change was seen', async () => {
  const { api, user } = await open()
  await user.type(reply(), 'Done.')
  const [first] = api.ticket(1042)?.messages ?? []
  api.change(1042, { messages: first ? [first, { ...first, id: 99, author: 'Ana' }] : [] })
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  expect((await screen.findByRole('alert')).textContent).toContain(
    'somebody wrote in the ticket meanwhile',
  )
  screen.getByText('New message from Ana')
  expect(reply().value).toBe('Done.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Done.')
  expect(sentBodies(api)).toMatchObject([{ version: 1 }, { version: 2 }])
})

test('a post whose answer was lost is one message, also when it is pressed again later', async () => {
  const { api, user, reload } = await open()
  api.beforeAnswer = () => Promise.reject(new TypeError('Failed to fetch'))
  await user.type(reply(), 'It is fixed.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Your text is kept.')
  expect(reply().value).toBe('It is fixed.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await waitFor(() => expect(reply().value).toBe(''))
  await reload()
  expect(within(thread()).getAllByText('It is fixed.')).toHaveLength(1)
})

test('a text that arrived though its answer was lost is no draft any more once it is seen', async () => {
  const { api, user, reload } = await open()
  api.beforeAnswer = () => Promise.reject(new TypeError('Failed to fetch'))
  await user.type(reply(), 'It is fixed.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await screen.findByRole('alert')
  await reload()
  await waitFor(() => expect(reply().value).toBe(''))
  expect(readDraft(1042, 'agent').text).toBe('')
})

test('another text with the key of one that arrived says so, and goes out when it is sent again', async () => {
  const { api, user } = await open()
  api.beforeAnswer = () => Promise.reject(new TypeError('Failed to fetch'))
  await user.type(reply(), 'It is fixed')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await screen.findByRole('alert')
  await user.type(reply(), ' now')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('posted already'))
  expect(reply().value).toBe('It is fixed now')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('It is fixed now')
})

test('what is typed while a post is under way stays, as the next draft', async () => {
  const { api, user } = await open()
  const { promise, let: answer } = held()
  api.beforeAnswer = () => promise
  await user.type(reply(), 'First.')
  await user.keyboard('{Control>}{Enter}{Enter}{/Control}')
  await user.type(reply(), ' Second.')
  answer()
  await waitFor(() => expect(reply().value).toBe('Second.'))
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Second.')
  expect(sentBodies(api)).toMatchObject([{ body: 'First.' }, { body: 'Second.' }])
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a reply that was posted while one left the ticket is not offered as a draft again', async () => {
  const { api, view, user } = await open()
  const { promise, let: answer } = held()
  api.beforeAnswer = () => promise
  await user.type(reply(), 'On its way')
  await user.keyboard('{Control>}{Enter}{/Control}')
  view.unmount()
  answer()
  await waitFor(() => expect(readDraft(1042, 'agent').text).toBe(''))
})

test('two tabs share one draft: neither wipes what the other wrote', async () => {
  const { user } = await open()
  await user.type(reply(), 'Written here')
  const key = 'askdesk.draft.1042.agent'
  const there = JSON.stringify({ ...readDraft(1042, 'agent'), text: 'Written here, and there' })
  localStorage.setItem(key, there)
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key })))
  expect(reply().value).toBe('Written here, and there')
  // The other tab posts it.
  localStorage.removeItem(key)
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key })))
  expect(reply().value).toBe('')
})

test('two quick edits of tags both stand, and are both undone by their own', async () => {
  const { api, user } = await open()
  const box = screen.getByRole('combobox', { name: 'Add tag' })
  await user.type(box, 'one{Enter}two{Enter}')
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', 'one', 'two']))
  expect(undoLast()).toBe(true)
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', 'one']))
  expect(undoLast()).toBe(false)
})

test('text from the assistant goes in at the cursor, says who wrote it, and comes out again', async () => {
  const { user, replyHandle } = await open()
  await user.type(reply(), 'Hi Ana,')
  act(() =>
    replyHandle.current?.insert('Your invoice is right now.', { provenance: 'OpenAI · gpt-4.1' }),
  )
  expect(reply().value).toBe('Hi Ana,\n\nYour invoice is right now.')
  screen.getByText('Drafted by OpenAI · gpt-4.1')
  await waitFor(() => expect(document.activeElement).toBe(reply()))
  await user.click(screen.getByRole('button', { name: 'Undo insert' }))
  expect(reply().value).toBe('Hi Ana,')
  expect(screen.queryByText(/Drafted by/)).toBeNull()
})

test.each(['summary', 'steps', 'unfinished'] as const)(
  'a text that is for the team (%s) goes into a note first, and on to the customer by hand',
  async (internal) => {
    const { user, replyHandle } = await open()
    await user.type(reply(), 'Hi Ana,')
    act(() => replyHandle.current?.insert('She waits.', { provenance: 'Groq · llama', internal }))
    expect(note().value).toBe('She waits.')
    await waitFor(() => expect(document.activeElement).toBe(note()))
    await user.click(screen.getByRole('button', { name: 'Move to public reply' }))
    expect(reply().value).toBe('Hi Ana,\n\nShe waits.')
    expect(readDraft(1042, 'note').text).toBe('')
    screen.getByText('Drafted by Groq · llama')
  },
)

test('a text that had read internal notes asks before a customer can read it', async () => {
  const { user, replyHandle } = await open()
  act(() => replyHandle.current?.insert('Limit is 50.', { provenance: 'Groq', internal: 'notes' }))
  await user.click(screen.getByRole('button', { name: 'Move to public reply' }))
  expect(readDraft(1042, 'agent').text).toBe('')
  await user.click(screen.getByRole('button', { name: 'Keep as note' }))
  expect(note().value).toBe('Limit is 50.')
  await user.click(screen.getByRole('button', { name: 'Move to public reply' }))
  await user.click(screen.getByRole('button', { name: 'Move anyway' }))
  expect(reply().value).toBe('Limit is 50.')
  expect(readDraft(1042, 'note').text).toBe('')
})

test('inserted text is posted with who wrote it, and the reply that proves it', async () => {
  const { api, user, replyHandle } = await open()
  act(() =>
    replyHandle.current?.insert('It is fixed.', { provenance: 'Groq · llama', traceId: 'trace-7' }),
  )
  expect(readDraft(1042, 'agent')).toMatchObject({ provenance: 'Groq · llama', traceId: 'trace-7' })
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  const author = await within(thread()).findByText('Groq · llama')
  expect(author.parentElement?.textContent?.trim()).toBe('Drafted by Groq · llama')
  await user.type(reply(), 'My own words.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('My own words.')
  expect(sentBodies(api)).toEqual([
    {
      kind: 'agent',
      body: 'It is fixed.',
      provenance: 'Groq · llama',
      traceId: 'trace-7',
      version: 1,
    },
    { kind: 'agent', body: 'My own words.', provenance: null, version: 2 },
  ])
})

test('text that was inserted and deleted again leaves no author behind', async () => {
  const { api, user, replyHandle } = await open()
  act(() =>
    replyHandle.current?.insert('It is fixed.', { provenance: 'Groq · llama', traceId: 'trace-7' }),
  )
  await user.clear(reply())
  await user.type(reply(), 'Mine')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Mine')
  expect(sentBodies(api)).toEqual([{ kind: 'agent', body: 'Mine', provenance: null, version: 1 }])
})

test('messages are text: addresses are links, markup is not', async () => {
  const [message] = aTicket({ id: 1042 }).messages
  const body = '<img src=x onerror=alert(1)> see https://shop.example/a javascript:alert(1)'
  await open(aTicket({ id: 1042, messages: message ? [{ ...message, body }] : [] }))
  expect(within(thread()).getByRole('listitem').textContent).toContain(body)
  expect(within(thread()).queryByRole('img')).toBeNull()
  const links = within(thread()).getAllByRole<HTMLAnchorElement>('link')
  expect(links.map((link) => link.href)).toEqual(['https://shop.example/a'])
  expect(links[0]?.rel).toBe('noopener noreferrer nofollow')
})

test('a long message is folded, the newest is not', async () => {
  const [message] = aTicket({ id: 1042 }).messages
  const body = 'line\n'.repeat(40)
  const messages = message
    ? [
        { ...message, body },
        { ...message, id: 2, body },
      ]
    : []
  const { user } = await open(aTicket({ id: 1042, messages }))
  const unfold = screen.getByRole('button', { name: 'Show all of it' })
  expect(unfold.getAttribute('aria-expanded')).toBe('false')
  await user.click(unfold)
  expect(screen.getByRole('button', { name: 'Show less' })).toBe(unfold)
})

test('tags are added and removed one at a time', async () => {
  const { api, user } = await open()
  await user.type(screen.getByRole('combobox', { name: 'Add tag' }), 'refund{Enter}')
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', 'refund']))
  await user.click(screen.getByRole('button', { name: 'Remove tag billing' }))
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['refund']))
})

test.each(['{Escape}', 'click'])('a half-typed tag is not stored by %s', async (leave) => {
  const { api, user } = await open()
  const box = screen.getByRole<HTMLInputElement>('combobox', { name: 'Add tag' })
  await user.type(box, 'halfty')
  if (leave === 'click') await user.click(thread())
  else await user.keyboard(leave)
  expect(box.value).toBe('')
  await user.type(box, 'whole,')
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', 'whole']))
  expect(sentBodies(api)).toHaveLength(1)
})

test.each(['{Escape}', 'click', '{Tab}{Tab}{Tab}'])(
  'a due time that was not confirmed is not stored by %s',
  async (leave) => {
    const dueAt = new Date('2026-11-26T09:30').toISOString()
    const { api, user } = await open(aTicket({ id: 1042, dueAt }))
    const due = screen.getByLabelText<HTMLInputElement>('Due')
    const moveTo = (value: string) => fireEvent.change(due, { target: { value } })
    await user.click(due)
    moveTo('2026-12-26T09:30')
    screen.getByRole('button', { name: 'Set due time' })
    if (leave === 'click') await user.click(thread())
    else await user.keyboard(leave)
    expect(due.value).toBe('2026-11-26T09:30')
    expect(screen.queryByRole('button', { name: 'Set due time' })).toBeNull()
    moveTo('2026-11-27T09:30')
    await user.click(screen.getByRole('button', { name: 'Set due time' }))
    await user.click(due)
    moveTo('2026-11-28T09:30')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(api.ticket(1042)?.dueAt).toBe(isoOf('2026-11-28T09:30')))
    expect(sentBodies(api)).toMatchObject([
      { dueAt: isoOf('2026-11-27T09:30') },
      { dueAt: isoOf('2026-11-28T09:30') },
    ])
  },
)

test('the key that ends a composed word stores no tag', async () => {
  const { api, user } = await open()
  const box = screen.getByRole<HTMLInputElement>('combobox', { name: 'Add tag' })
  await user.type(box, '返品')
  fireEvent.keyDown(box, { key: 'Enter', isComposing: true })
  fireEvent.keyDown(box, { key: 'Enter', keyCode: 229 })
  fireEvent.keyDown(box, { key: 'Escape', keyCode: 229 })
  expect(box.value).toBe('返品')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', '返品']))
})

test('a composed word leaves neither a due time nor a reply', async () => {
  const { api, user } = await open()
  await user.type(reply(), '返品')
  fireEvent.keyDown(reply(), { key: 'Enter', ctrlKey: true, isComposing: true })
  const due = screen.getByLabelText<HTMLInputElement>('Due')
  fireEvent.change(due, { target: { value: '2026-12-26T09:30' } })
  fireEvent.keyDown(due, { key: 'Enter', keyCode: 229 })
  expect(due.value).toBe('2026-12-26T09:30')
  expect(sentBodies(api)).toEqual([])
})

/** A thread of mails: kinds and texts, oldest first. */
function mails(
  ...written: readonly (readonly ['customer' | 'agent' | 'note' | 'system', string])[]
) {
  const [message] = aTicket({ id: 1042 }).messages
  return written.flatMap(([kind, body], id) => (message ? [{ ...message, id, kind, body }] : []))
}

test('the newest mail is not folded, whatever the system and colleagues wrote after it', async () => {
  const long = 'line\n'.repeat(40)
  const messages = mails(
    ['customer', long],
    ['agent', long],
    ['customer', `${long}the newest`],
    ['note', `${long}a note`],
    ['system', 'Confirmation of receipt'],
  )
  await open(aTicket({ id: 1042, messages }))
  const items = within(thread()).getAllByRole('listitem')
  const folded = items.map((item) => within(item).queryByText('Show all of it') !== null)
  expect(folded).toEqual([true, true, false, false, false])
})

test('a quote and a signature are shown on request, code is set in a fixed width', async () => {
  const body = 'It fails:\n```\n21:42 led=0\n```\n-- \nAna Costa\n\n> a\n> b\n> c'
  const { user } = await open(aTicket({ id: 1042, messages: mails(['customer', body]) }))
  const code = within(thread()).getByText('21:42 led=0')
  expect(code.tagName).toBe('PRE')
  const quote = within(thread()).getByText(/> b/)
  expect(quote.closest('[hidden]')).not.toBeNull()
  await user.click(within(thread()).getByRole('button', { name: 'Show quoted text' }))
  expect(quote.closest('[hidden]')).toBeNull()
  await user.click(within(thread()).getByRole('button', { name: 'Show signature' }))
  expect(within(thread()).getByText(/^-- /).closest('[hidden]')).toBeNull()
})

test('words of a newer service are shown as they are, and nothing is dropped', async () => {
  const [message] = aTicket({ id: 1042 }).messages
  const messages = message ? [{ ...message, kind: 'call' }] : []
  const { api, user } = await open(
    aTicket({ id: 1042, status: 'on-hold', priority: 'critical', messages }),
  )
  expect(choice('Status').value).toBe('on-hold')
  expect(choice('Priority').selectedOptions[0]?.textContent).toBe('critical')
  within(thread()).getByText('call')
  await user.selectOptions(choice('Status'), 'Solved')
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(sentBodies(api)).toMatchObject([{}, { status: 'on-hold' }]))
})
