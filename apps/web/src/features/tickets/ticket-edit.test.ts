import type { Ticket } from '@askdesk/contracts'
import { expect, test } from 'vitest'
import { aTicket } from '../../test-support/fake-tickets.ts'
import { createOwnVersions } from './own-versions.ts'
import { describeChanges, describeEdit, inverseEdit, withEdit } from './ticket-edit.ts'

const ticket = aTicket({ id: 1, assignee: 'Dana Reyes', dueAt: '2026-11-23T10:00:00.000Z' })

test.each([
  [{ status: 'solved' as const }, 'Status set to Solved'],
  [{ assignee: null }, 'Assignee removed'],
  [{ tags: { remove: ['billing'] } }, 'Tag removed: billing'],
  [{ tags: { add: ['vip', 'refund'] } }, 'Tag added: vip, refund'],
  [{ dueAt: null, priority: 'low' as const }, 'Priority set to Low, Due time removed'],
])('%o is said as "%s"', (edit, words) => expect(describeEdit(edit)).toBe(words))

test('an edit and its inverse leave the ticket as it was', () => {
  const tags = { add: ['vip', 'billing'], remove: ['unknown'] }
  const edit = { status: 'closed', assignee: null, dueAt: null, tags, priority: 'low' } as const
  const changed = withEdit(ticket, edit)
  expect(changed).toMatchObject({ status: 'closed', assignee: null, dueAt: null })
  expect(changed.tags).toEqual(['billing', 'vip'])
  expect(withEdit(changed, inverseEdit(edit, ticket))).toEqual(ticket)
})

test('an edit of tags that is made again keeps what others did to the list', () => {
  const now = { ...ticket, tags: ['refund'] }
  expect(withEdit(now, { tags: { add: ['vip'] } }).tags).toEqual(['refund', 'vip'])
  expect(withEdit(now, inverseEdit({ tags: { add: ['vip'] } }, ticket)).tags).toEqual(['refund'])
})

test('an inverse touches only what the edit touched', () => {
  expect(inverseEdit({ status: 'solved' }, ticket)).toEqual({ status: 'open' })
})

test('changes are said one by one; entries that the system wrote are not news', () => {
  const message = { author: 'Ana', body: 'x', createdAt: '2026-11-22T09:00:00.000Z' }
  const after: Ticket = {
    ...ticket,
    priority: 'urgent',
    tags: [],
    messages: [
      ...ticket.messages,
      { ...message, id: 90, kind: 'customer' },
      { ...message, id: 91, kind: 'note', author: 'Dana' },
      { ...message, id: 92, kind: 'system' },
    ],
  }
  expect(describeChanges(ticket, after)).toEqual([
    'Priority: Normal → Urgent',
    'Tags: billing → none',
    '2 new messages from Ana, Dana',
  ])
  expect(describeChanges(ticket, ticket)).toEqual([])
})

test('our own changes are followed from version to version, other people’s are not', () => {
  const versions = createOwnVersions()
  versions.record(1, 3, 4)
  versions.record(1, 4, 5)
  expect(versions.latest(1, 3)).toBe(5)
  expect(versions.latest(1, 6)).toBe(6)
  expect(versions.latest(2, 3)).toBe(3)
  versions.record(1, 5, 5)
  expect(versions.latest(1, 5)).toBe(5)
  versions.forget(1)
  expect(versions.latest(1, 3)).toBe(3)
})
