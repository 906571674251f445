import type { LedgerRow } from '@askdesk/contracts'

/** A reply of today that cost a quarter of a dollar and took 15 tokens. */
export function ledgerRow(traceId: string, person = 'maya'): LedgerRow {
  return {
    traceId,
    person,
    owner: `name:${person}`,
    at: new Date().toISOString(),
    door: 'page',
    provider: 'openai',
    model: 'gpt-4.1',
    outcome: 'complete',
    usageIs: 'reported',
    promptTokens: 10,
    completionTokens: 5,
    cost: { amount: 0.25, currency: 'USD', is: 'list' },
  }
}
