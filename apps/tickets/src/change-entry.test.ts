import { expect, it } from 'vitest'
import { describeChange } from './change-entry.ts'

const before = {
  subject: 'Lamp broken',
  status: 'open',
  priority: 'normal',
  assignee: null,
  tags: ['lamp'],
  dueAt: null,
} as const
const maya = 'Maya'

it.each([
  [{ status: 'pending' as const }, 'Maya changed status from open to pending'],
  [
    { status: 'solved' as const, priority: 'high' as const },
    'Maya changed status from open to solved and changed priority from normal to high',
  ],
  [{ assignee: maya }, 'Maya took the ticket'],
  [{ assignee: 'Jonas' }, 'Maya assigned the ticket to Jonas'],
])('says what was done to a fresh ticket: %o', (change, sentence) => {
  expect(describeChange(maya, before, { ...before, ...change })).toBe(sentence)
})

it.each([
  ['Jonas', null, 'Maya unassigned Jonas'],
  ['Maya', null, 'Maya released the ticket'],
  ['Jonas', 'Maya', 'Maya took the ticket over from Jonas'],
  ['Jonas', 'Inês', 'Maya moved the ticket from Jonas to Inês'],
  ['Maya', 'Inês', 'Maya moved the ticket from Maya to Inês'],
])('says who gave the ticket of %s to %s', (from, to, sentence) => {
  const owned = { ...before, assignee: from }
  expect(describeChange(maya, owned, { ...before, assignee: to })).toBe(sentence)
})

const due = new Date('2026-12-01T09:30:00.000Z')
const later = new Date('2026-12-26T10:00:00.000Z')

it.each([
  [{ tags: ['lamp', 'vip'] }, 'Maya added the tag vip'],
  [{ tags: ['vip', 'refund'] }, 'Maya added the tags vip and refund and removed the tag lamp'],
  [{ tags: [] }, 'Maya removed the tag lamp'],
  [{ dueAt: due }, 'Maya set the due time to 2026-12-01 09:30 UTC'],
  [{ subject: 'Bulb broken' }, 'Maya changed the subject from “Lamp broken” to “Bulb broken”'],
])('says what was done to tags, due time and subject: %o', (change, sentence) => {
  expect(describeChange(maya, before, { ...before, ...change })).toBe(sentence)
})

it.each([
  [later, 'Maya moved the due time from 2026-12-01 09:30 UTC to 2026-12-26 10:00 UTC'],
  [null, 'Maya removed the due time 2026-12-01 09:30 UTC'],
])('says how a due time changed to %s', (dueAt, sentence) => {
  const owned = { ...before, dueAt: due }
  expect(describeChange(maya, owned, { ...owned, dueAt })).toBe(sentence)
})

it('has nothing to say of what stayed', () => {
  expect(describeChange(maya, before, { ...before })).toBeUndefined()
})
