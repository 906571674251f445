import type { BudgetState } from '@askdesk/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { AssistantContext, type AssistantContextValue } from '../conversation/assistant-context.ts'
import { BudgetNotice } from './BudgetNotice.tsx'
import { emptyConversation, newReply, type ReplyStatus } from '../conversation/conversation.ts'
import type { ConversationState } from '../conversation/conversation-state.ts'

const budget: BudgetState = {
  who: 'maya',
  period: 'day',
  unit: 'usd',
  limit: 2,
  used: 1.7,
  warnAt: 1.6,
  resetsAt: '2026-11-27T00:00:00.000Z',
}
let budgets: BudgetState[]
let asked: string[]

beforeEach(() => {
  budgets = []
  asked = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    asked.push(String(input))
    return Response.json({ rows: [], budgets })
  })
})
afterEach(() => vi.unstubAllGlobals())

/** A conversation with one reply. */
function conversation(status: ReplyStatus) {
  const reply = { ...newReply('r', { provider: 'aws', model: 'auto' }, 0), status }
  const exchange = { id: 'e', question: 'q', askedAt: 0, replies: [reply], shown: 0 }
  return { list: { ...emptyConversation, exchanges: [exchange] } }
}

/** The notice in an assistant whose one conversation has one reply. */
function open() {
  const state = createStore<Pick<ConversationState, 'conversations'>>(() => ({
    conversations: conversation('complete'),
  }))
  // The notice reads no more of the assistant than this.
  const value = { conversationId: 'list', store: { state } } as unknown as AssistantContextValue
  const queries = new QueryClient()
  const view = render(
    <QueryClientProvider client={queries}>
      <AssistantContext value={value}>
        <BudgetNotice />
      </AssistantContext>
    </QueryClientProvider>,
  )
  const becomes = (status: ReplyStatus) =>
    act(() => state.setState({ conversations: conversation(status) }))
  return { becomes, view }
}

const lines = () => screen.queryAllByText(/It begins anew|until it begins anew/)

test('where there is no budget nothing is said, and nothing asked again', async () => {
  const { becomes } = open()
  await waitFor(() => expect(asked).toHaveLength(1))
  becomes('answering')
  becomes('complete')
  await waitFor(() => expect(lines()).toEqual([]))
  expect(asked).toHaveLength(1)
})

test('a budget near its end is said and heard once; it is asked for again when a reply ends', async () => {
  budgets = [
    { ...budget, used: 0.1, unit: 'tokens' },
    budget,
    { ...budget, who: 'jonas', used: 2, ofOthers: true },
  ]
  const { becomes } = open()
  await screen.findByText(/^Your budget for today: \$1.70 of \$2 used/)
  const heard = screen.getByRole('status')
  expect(heard.textContent).toBe('Your budget is nearly used up: $1.70 of $2 today.')
  expect(lines()).toHaveLength(1)
  budgets = [{ ...budget, used: 1.8 }]
  becomes('waiting')
  becomes('answering')
  expect(asked).toHaveLength(1)
  becomes('complete')
  await screen.findByText(/^Your budget for today: \$1.80 of \$2 used/)
  expect(asked).toHaveLength(2)
  expect(heard.textContent).toContain('$1.70')
})

test('a budget that is used up comes first and is heard too', async () => {
  budgets = [budget, { ...budget, who: '*', period: 'month', limit: 500, used: 500 }]
  open()
  await screen.findByText(/^Everybody’s budget for this month is used up/)
  expect(lines().map(({ textContent }) => textContent?.slice(0, 12))).toEqual([
    'Everybody’s ',
    'Your budget ',
  ])
  // Maya's own was heard before in this page.
  expect(screen.getByRole('status').textContent).toBe(
    'Everybody’s budget is used up: $500.00 of $500 this month.',
  )
})

test('where budgets cannot be read the assistant works as ever', async () => {
  vi.stubGlobal('fetch', async () => new Response('away', { status: 503 }))
  open()
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe(''))
  expect(lines()).toEqual([])
})
