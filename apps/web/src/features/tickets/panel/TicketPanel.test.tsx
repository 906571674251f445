import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { undoLast } from '../../../shared/notices/notify.ts'
import { aTicket, errorResponse } from '../../../test-support/fake-tickets.ts'
import {
  choice,
  closePanel,
  openPanel,
  replyBox,
  sentBodies,
  thread,
} from '../../../test-support/ticket-panel.tsx'

afterEach(closePanel)

const isoOf = (value: string) => new Date(value).toISOString()

test('a change is shown at once, sent with the version on show, and can be undone', async () => {
  const { api, user } = await openPanel()
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
  const { api, user } = await openPanel()
  await user.selectOptions(choice('Status'), 'Pending')
  await user.selectOptions(choice('Priority'), 'Urgent')
  await waitFor(() => expect(api.ticket(1042)).toMatchObject({ version: 3 }))
  expect(api.ticket(1042)).toMatchObject({ status: 'pending', priority: 'urgent' })
  expect(screen.queryByText(/someone else/)).toBeNull()
})

test('a change that fails is taken back, in words', async () => {
  const { api, user } = await openPanel()
  api.outage = () => errorResponse(500, 'The tickets server failed.')
  await user.selectOptions(choice('Assignee'), 'Dana Reyes')
  await screen.findByText('The tickets server failed.')
  expect(choice('Assignee').value).toBe('')
})

test('a colleague’s change of another field is no conflict', async () => {
  const { api, user } = await openPanel()
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
  const { api, user } = await openPanel()
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
  const { api, reload, user } = await openPanel()
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

test('two quick edits of tags both stand, and are both undone by their own', async () => {
  const { api, user } = await openPanel()
  const box = screen.getByRole('combobox', { name: 'Add tag' })
  await user.type(box, 'one{Enter}two{Enter}')
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', 'one', 'two']))
  expect(undoLast()).toBe(true)
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', 'one']))
  expect(undoLast()).toBe(false)
})

test('messages are text: addresses are links, markup is not', async () => {
  const [message] = aTicket({ id: 1042 }).messages
  const body = '<img src=x onerror=alert(1)> see https://shop.example/a javascript:alert(1)'
  await openPanel(aTicket({ id: 1042, messages: message ? [{ ...message, body }] : [] }))
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
  const { user } = await openPanel(aTicket({ id: 1042, messages }))
  const unfold = screen.getByRole('button', { name: 'Show all of it' })
  expect(unfold.getAttribute('aria-expanded')).toBe('false')
  await user.click(unfold)
  expect(screen.getByRole('button', { name: 'Show less' })).toBe(unfold)
})

test('tags are added and removed one at a time', async () => {
  const { api, user } = await openPanel()
  await user.type(screen.getByRole('combobox', { name: 'Add tag' }), 'refund{Enter}')
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['billing', 'refund']))
  await user.click(screen.getByRole('button', { name: 'Remove tag billing' }))
  await waitFor(() => expect(api.ticket(1042)?.tags).toEqual(['refund']))
})

test.each(['{Escape}', 'click'])('a half-typed tag is not stored by %s', async (leave) => {
  const { api, user } = await openPanel()
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
    const { api, user } = await openPanel(aTicket({ id: 1042, dueAt }))
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
  const { api, user } = await openPanel()
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
  const { api, user } = await openPanel()
  await user.type(replyBox(), '返品')
  fireEvent.keyDown(replyBox(), { key: 'Enter', ctrlKey: true, isComposing: true })
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
  await openPanel(aTicket({ id: 1042, messages }))
  const items = within(thread()).getAllByRole('listitem')
  const folded = items.map((item) => within(item).queryByText('Show all of it') !== null)
  expect(folded).toEqual([true, true, false, false, false])
})

test('a quote and a signature are shown on request, code is set in a fixed width', async () => {
  const body = 'It fails:\n```\n21:42 led=0\n```\n-- \nAna Costa\n\n> a\n> b\n> c'
  const { user } = await openPanel(aTicket({ id: 1042, messages: mails(['customer', body]) }))
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
  const { api, user } = await openPanel(
    aTicket({ id: 1042, status: 'on-hold', priority: 'critical', messages }),
  )
  expect(choice('Status').value).toBe('on-hold')
  expect(choice('Priority').selectedOptions[0]?.textContent).toBe('critical')
  within(thread()).getByText('call')
  await user.selectOptions(choice('Status'), 'Solved')
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(sentBodies(api)).toMatchObject([{}, { status: 'on-hold' }]))
})
