import { expect, test } from 'vitest'
import { providersResponseSchema, ticketSummarySchema, usageResponseSchema } from './index.ts'

test('a ticket with words of a newer service is read', () => {
  const ticket = {
    id: 1042,
    subject: 'x',
    status: 'on-hold',
    priority: 'critical',
    assignee: null,
    requester: { name: 'Ana', email: 'ana@customer.example' },
    tags: [],
    channel: 'phone',
    language: 'en',
    createdAt: '2026-11-20T08:00:00.000Z',
    updatedAt: '2026-11-20T08:00:00.000Z',
    dueAt: null,
    version: 1,
  }
  expect(ticketSummarySchema.parse(ticket)).toEqual(ticket)
})

test('usage with words of a newer service is read', () => {
  const usage = {
    rows: [
      {
        key: 'maya',
        runs: 1,
        promptTokens: 1,
        completionTokens: 1,
        cost: { amount: 1, currency: 'USD', is: 'negotiated' },
      },
    ],
    budgets: [
      {
        who: '*',
        period: 'week',
        unit: 'requests',
        limit: 1,
        used: 0,
        resetsAt: '2026-11-20T08:00:00.000Z',
      },
    ],
  }
  expect(usageResponseSchema.parse(usage)).toEqual(usage)
})

test('a catalogue with words of a newer service is read', () => {
  const catalogue = {
    upstream: 'cluster',
    providers: [
      {
        id: 'mistral',
        label: 'Mistral',
        strength: 'new',
        configured: true,
        defaultModel: 'auto',
        models: [{ id: 'm', label: 'M', upstream: 'm', status: 'preview' }],
        health: { state: 'warming' },
      },
    ],
  }
  expect(providersResponseSchema.parse(catalogue)).toEqual(catalogue)
})
