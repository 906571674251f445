import type { Ticket } from '@askdesk/contracts'
import { expect, test } from 'vitest'
import { followUpSuggestions, openingSuggestions } from './suggestions.ts'

const ticket: Ticket = {
  id: 1,
  subject: 'Bicicleta',
  status: 'open',
  priority: 'normal',
  assignee: null,
  requester: { name: 'Rui', email: 'rui@example.org' },
  tags: [],
  channel: 'email',
  language: 'pt-BR',
  createdAt: '2026-11-20T09:12:44.000Z',
  updatedAt: '2026-11-20T09:12:44.000Z',
  dueAt: null,
  version: 1,
  messages: [],
}

test('suggestions speak of the language, and do not repeat what was just asked', () => {
  expect(openingSuggestions(ticket)).toContain('Draft a reply in Portuguese')
  expect(openingSuggestions({ ...ticket, language: 'en-GB' })).toContain('Draft a reply')
  expect(followUpSuggestions(ticket, ['Draft a reply in Portuguese'])).not.toContain(
    'Draft a reply in Portuguese',
  )
  expect(followUpSuggestions(ticket, ['Make it shorter'])).not.toContain('Make it shorter')
  expect(followUpSuggestions(null, ['x', 'Make it shorter', 'y'])).toContain('Make it shorter')
})
