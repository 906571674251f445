import { render, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { fakeTickets } from '../test-support/fake-tickets.ts'
import { App } from './App.tsx'

test('an answer that was under way goes on after a reload, with the assistant closed', async () => {
  const run = {
    runId: 'run-7',
    provider: 'groq',
    requestedModel: 'auto',
    routedProvider: 'groq',
    routedModel: 'gpt-oss-120b',
    traceId: 'trace-7',
  }
  const reply = {
    id: 'reply-1',
    status: 'answering',
    text: 'The first ',
    reasoning: '',
    asked: { provider: 'groq', model: 'auto' },
    startedAt: 1,
    offset: 345,
    run,
  }
  const exchange = { id: 'one', question: 'Why?', askedAt: 1, replies: [reply], shown: 0 }
  const conversation = {
    version: 1,
    exchanges: [exchange],
    draft: '',
    picked: null,
    includeNotes: false,
  }
  localStorage.setItem('askdesk:conversation:ticket:1042', JSON.stringify(conversation))
  localStorage.setItem('askdesk:running', JSON.stringify(['ticket:1042']))

  const tickets = fakeTickets([])
  const followed: string[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.startsWith('/api/ai/')) return tickets.fetch(input, init)
    followed.push(url)
    return new Response(
      'data: {"choices":[{"delta":{"content":"half"}}]}\n\n' +
        'event: end\ndata: {"outcome":"complete","receipt":{"provider":"groq","requestedModel":"auto","answeredBy":{"provider":"groq","model":"gpt-oss-120b"},"ttftMs":1,"durationMs":2,"usageIs":"reported","finishReason":"stop","traceId":"trace-7"}}\n\n',
      { headers: { 'content-type': 'text/event-stream' } },
    )
  })
  history.replaceState(null, '', '/')
  render(<App />)

  await waitFor(() => expect(followed).toEqual(['/api/ai/runs/run-7?after=345']), { timeout: 5000 })
  await waitFor(() => {
    expect(localStorage.getItem('askdesk:conversation:ticket:1042')).toContain('"The first half"')
  })
  expect(localStorage.getItem('askdesk:running')).toBeNull()
  expect(screen.queryByRole('complementary', { name: 'AI assistant' })).toBeNull()
})
