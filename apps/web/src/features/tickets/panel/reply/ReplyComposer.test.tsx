import { act, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { errorResponse } from '../../../../test-support/fake-tickets.ts'
import {
  choice,
  closePanel,
  noteBox,
  openPanel,
  replyBox,
  sentBodies,
  thread,
} from '../../../../test-support/ticket-panel.tsx'
import { readDraft } from './drafts.ts'

afterEach(closePanel)

/** A promise that the test lets go. */
function held() {
  let letGo: (() => void) | undefined
  const promise = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return { promise, let: () => letGo?.() }
}

test('a reply is posted with Ctrl+Enter, with its status, and stands in the thread', async () => {
  const { api, user } = await openPanel()
  await user.type(replyBox(), 'We have corrected it.')
  await user.selectOptions(choice('Status after posting'), 'set solved')
  await user.keyboard('{Control>}{Enter}{/Control}')
  await within(thread()).findByText('We have corrected it.')
  expect(replyBox().value).toBe('')
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
  const { api, user } = await openPanel()
  await user.click(screen.getByRole('radio', { name: 'Internal note' }))
  screen.getByText('Only your team reads this')
  await user.type(noteBox(), 'Refund is approved')
  await user.click(screen.getByRole('button', { name: 'Add note' }))
  await within(thread()).findByText('Refund is approved')
  expect(sentBodies(api)).toMatchObject([{ kind: 'note' }])
  expect(within(thread()).getAllByRole('listitem').at(-1)?.textContent).toContain('Internal note')
})

test('what was written as a note is never in the reply box, nor the other way round', async () => {
  const { user, view, replyHandle, api } = await openPanel()
  const turnTo = (name: string) => user.click(screen.getByRole('radio', { name }))
  await turnTo('Internal note')
  await user.type(noteBox(), 'Secret: geo-2 signs')
  await turnTo('Public reply')
  expect(replyBox().value).toBe('')
  act(() => replyHandle.current?.insert('Dear Ana', { provenance: 'OpenAI · gpt-4.1' }))
  await turnTo('Internal note')
  expect(noteBox().value).toBe('Secret: geo-2 signs')
  expect(screen.queryByText(/Drafted by/)).toBeNull()
  expect(screen.queryByRole('button', { name: 'Undo insert' })).toBeNull()
  await turnTo('Public reply')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Dear Ana')
  expect(sentBodies(api)).toMatchObject([{ kind: 'agent', body: 'Dear Ana' }])
  view.unmount()
  await openPanel()
  expect(noteBox().value).toBe('Secret: geo-2 signs')
})

test('a draft survives leaving the page and a failed post', async () => {
  const { api, user, view } = await openPanel()
  await user.type(replyBox(), 'Half an answer')
  api.outage = () => errorResponse(500, 'The tickets server failed.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('The tickets server failed.')
  expect(replyBox().value).toBe('Half an answer')
  view.unmount()
  await openPanel()
  expect(replyBox().value).toBe('Half an answer')
})

test('a reply to a ticket that has changed waits until the change was seen', async () => {
  const { api, user } = await openPanel()
  await user.type(replyBox(), 'Done.')
  const [first] = api.ticket(1042)?.messages ?? []
  api.change(1042, { messages: first ? [first, { ...first, id: 99, author: 'Ana' }] : [] })
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  expect((await screen.findByRole('alert')).textContent).toContain(
    'somebody wrote in the ticket meanwhile',
  )
  screen.getByText('New message from Ana')
  expect(replyBox().value).toBe('Done.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Done.')
  expect(sentBodies(api)).toMatchObject([{ version: 1 }, { version: 2 }])
})

test('a post whose answer was lost is one message, also when it is pressed again later', async () => {
  const { api, user, reload } = await openPanel()
  api.beforeAnswer = () => Promise.reject(new TypeError('Failed to fetch'))
  await user.type(replyBox(), 'It is fixed.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Your text is kept.')
  expect(replyBox().value).toBe('It is fixed.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await waitFor(() => expect(replyBox().value).toBe(''))
  await reload()
  expect(within(thread()).getAllByText('It is fixed.')).toHaveLength(1)
})

test('a text that arrived though its answer was lost is no draft any more once it is seen', async () => {
  const { api, user, reload } = await openPanel()
  api.beforeAnswer = () => Promise.reject(new TypeError('Failed to fetch'))
  await user.type(replyBox(), 'It is fixed.')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await screen.findByRole('alert')
  await reload()
  await waitFor(() => expect(replyBox().value).toBe(''))
  expect(readDraft(1042, 'agent').text).toBe('')
})

test('another text with the key of one that arrived says so, and goes out when it is sent again', async () => {
  const { api, user } = await openPanel()
  api.beforeAnswer = () => Promise.reject(new TypeError('Failed to fetch'))
  await user.type(replyBox(), 'It is fixed')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await screen.findByRole('alert')
  await user.type(replyBox(), ' now')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('posted already'))
  expect(replyBox().value).toBe('It is fixed now')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('It is fixed now')
})

test('what is typed while a post is under way stays, as the next draft', async () => {
  const { api, user } = await openPanel()
  const { promise, let: answer } = held()
  api.beforeAnswer = () => promise
  await user.type(replyBox(), 'First.')
  await user.keyboard('{Control>}{Enter}{Enter}{/Control}')
  await user.type(replyBox(), ' Second.')
  answer()
  await waitFor(() => expect(replyBox().value).toBe('Second.'))
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Second.')
  expect(sentBodies(api)).toMatchObject([{ body: 'First.' }, { body: 'Second.' }])
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a reply that was posted while one left the ticket is not offered as a draft again', async () => {
  const { api, view, user } = await openPanel()
  const { promise, let: answer } = held()
  api.beforeAnswer = () => promise
  await user.type(replyBox(), 'On its way')
  await user.keyboard('{Control>}{Enter}{/Control}')
  view.unmount()
  answer()
  await waitFor(() => expect(readDraft(1042, 'agent').text).toBe(''))
})

test('two tabs share one draft: neither wipes what the other wrote', async () => {
  const { user } = await openPanel()
  await user.type(replyBox(), 'Written here')
  const key = 'askdesk.draft.1042.agent'
  const there = JSON.stringify({ ...readDraft(1042, 'agent'), text: 'Written here, and there' })
  localStorage.setItem(key, there)
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key })))
  expect(replyBox().value).toBe('Written here, and there')
  // The other tab posts it.
  localStorage.removeItem(key)
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key })))
  expect(replyBox().value).toBe('')
})

test('text from the assistant goes in at the cursor, says who wrote it, and comes out again', async () => {
  const { user, replyHandle } = await openPanel()
  await user.type(replyBox(), 'Hi Ana,')
  act(() =>
    replyHandle.current?.insert('Your invoice is right now.', { provenance: 'OpenAI · gpt-4.1' }),
  )
  expect(replyBox().value).toBe('Hi Ana,\n\nYour invoice is right now.')
  screen.getByText('Drafted by OpenAI · gpt-4.1')
  await waitFor(() => expect(document.activeElement).toBe(replyBox()))
  await user.click(screen.getByRole('button', { name: 'Undo insert' }))
  expect(replyBox().value).toBe('Hi Ana,')
  expect(screen.queryByText(/Drafted by/)).toBeNull()
})

test.each(['summary', 'steps', 'unfinished'] as const)(
  'a text that is for the team (%s) goes into a note first, and on to the customer by hand',
  async (internal) => {
    const { user, replyHandle } = await openPanel()
    await user.type(replyBox(), 'Hi Ana,')
    act(() => replyHandle.current?.insert('She waits.', { provenance: 'Groq · llama', internal }))
    expect(noteBox().value).toBe('She waits.')
    await waitFor(() => expect(document.activeElement).toBe(noteBox()))
    await user.click(screen.getByRole('button', { name: 'Move to public reply' }))
    expect(replyBox().value).toBe('Hi Ana,\n\nShe waits.')
    expect(readDraft(1042, 'note').text).toBe('')
    screen.getByText('Drafted by Groq · llama')
  },
)

test('a text that had read internal notes asks before a customer can read it', async () => {
  const { user, replyHandle } = await openPanel()
  act(() => replyHandle.current?.insert('Limit is 50.', { provenance: 'Groq', internal: 'notes' }))
  await user.click(screen.getByRole('button', { name: 'Move to public reply' }))
  expect(readDraft(1042, 'agent').text).toBe('')
  await user.click(screen.getByRole('button', { name: 'Keep as note' }))
  expect(noteBox().value).toBe('Limit is 50.')
  await user.click(screen.getByRole('button', { name: 'Move to public reply' }))
  await user.click(screen.getByRole('button', { name: 'Move anyway' }))
  expect(replyBox().value).toBe('Limit is 50.')
  expect(readDraft(1042, 'note').text).toBe('')
})

test('inserted text is posted with who wrote it, and the reply that proves it', async () => {
  const { api, user, replyHandle } = await openPanel()
  act(() =>
    replyHandle.current?.insert('It is fixed.', { provenance: 'Groq · llama', traceId: 'trace-7' }),
  )
  expect(readDraft(1042, 'agent')).toMatchObject({ provenance: 'Groq · llama', traceId: 'trace-7' })
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  const author = await within(thread()).findByText('Groq · llama')
  expect(author.parentElement?.textContent?.trim()).toBe('Drafted by Groq · llama')
  await user.type(replyBox(), 'My own words.')
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
  const { api, user, replyHandle } = await openPanel()
  act(() =>
    replyHandle.current?.insert('It is fixed.', { provenance: 'Groq · llama', traceId: 'trace-7' }),
  )
  await user.clear(replyBox())
  await user.type(replyBox(), 'Mine')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Mine')
  expect(sentBodies(api)).toEqual([{ kind: 'agent', body: 'Mine', provenance: null, version: 1 }])
})

test('after a post the same words are a new message, also where they once stood before an insertion', async () => {
  const { api, user, replyHandle } = await openPanel()
  await user.type(replyBox(), 'Hi')
  act(() => replyHandle.current?.insert('It is fixed.', { provenance: 'Groq · llama' }))
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await waitFor(() => expect(replyBox().value).toBe(''))
  await user.type(replyBox(), 'Hi')
  await user.click(screen.getByRole('button', { name: 'Send reply' }))
  await within(thread()).findByText('Hi')
  expect(sentBodies(api)).toMatchObject([
    { body: 'Hi\n\nIt is fixed.' },
    { body: 'Hi', provenance: null },
  ])
})
