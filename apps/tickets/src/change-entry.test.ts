import { expect, it } from 'vitest'
import { describeChange } from './change-entry.ts'

const before = { status: 'open', priority: 'normal', assignee: null } as const
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

it('has nothing to say of what stayed', () => {
  expect(describeChange(maya, before, { ...before })).toBeUndefined()
})
