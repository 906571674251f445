import type { ApiError, ProvidersResponse, StreamRequest, Ticket } from '@askdesk/contracts'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import type { InsertReply } from '../../shared/insert-reply.ts'
import { onSessionEnded } from '../../shared/http/session-ended.ts'
import { AssistantPanel, type AssistantPanelProps } from './AssistantPanel.tsx'
import type { ChatEvent } from './api/chat-events.ts'
import { createConversationStore } from './conversation/conversation-store.ts'
import { bundledProviders } from './providers/provider-list.ts'

const ticket: Ticket = {
  id: 1042,
  subject: 'Rechnung stimmt nicht',
  status: 'open',
  priority: 'high',
  assignee: null,
  requester: { name: 'Anna Schmidt', email: 'anna@example.org' },
  tags: ['billing'],
  channel: 'email',
  language: 'de',
  createdAt: '2026-11-20T09:12:44.000Z',
  updatedAt: '2026-11-20T10:00:00.000Z',
  dueAt: null,
  version: 1,
  messages: [
    {
      id: 1,
      kind: 'customer',
      author: 'Anna Schmidt',
      body: 'Die Rechnung stimmt nicht.',
      createdAt: '2026-11-20T09:12:44.000Z',
    },
    {
      id: 2,
      kind: 'note',
      author: 'Sam',
      body: 'SECRET NOTE',
      createdAt: '2026-11-20T09:13:44.000Z',
    },
  ],
}

const offered: ProvidersResponse = {
  upstream: 'demo',
  providers: bundledProviders(new Date('2026-11-22T12:00:00Z')).map((provider) =>
    provider.id === 'openrouter' ? { ...provider, configured: false } : provider,
  ),
}

/** A reply that the test plays. */
type Played = { request: StreamRequest; play: (...events: ChatEvent[]) => Promise<void> }

function setUp(props: Partial<AssistantPanelProps> = {}) {
  const played: Played[] = []
  const stopped: string[] = []
  const feedback: unknown[] = []
  async function* streamChat(
    request: StreamRequest,
    options: { signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<ChatEvent, void> {
    const queue: ChatEvent[] = []
    let wake: (() => void) | undefined
    options.signal?.addEventListener('abort', () => {
      queue.push({ type: 'end', outcome: 'stopped' })
      wake?.()
    })
    played.push({
      request,
      play: (...events) =>
        act(async () => {
          queue.push(...events)
          wake?.()
          await new Promise((resolve) => setImmediate(resolve))
        }),
    })
    for (;;) {
      const event = queue.shift()
      if (event) yield event
      else await new Promise<void>((resolve) => (wake = resolve))
      if (event?.type === 'end') return
    }
  }
  let id = 0
  const store = createConversationStore({
    client: {
      streamChat,
      followRun: async function* () {},
      stopRun: async (runId) => stopped.push(runId) > 0,
      sendFeedback: async (traceId, value) => {
        feedback.push([traceId, value])
        return { state: 'sent' }
      },
    },
    storage: localStorage,
    setTimer: () => undefined,
    scheduler: { schedule: (task) => queueMicrotask(task) },
    createId: () => `id-${++id}`,
    now: () => Date.now(),
  })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const panel = (changes: Partial<AssistantPanelProps>) => (
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <AssistantPanel
          conversationId="ticket:1042"
          ticket={ticket}
          onClose={() => undefined}
          store={store}
          client={{ listProviders: async () => offered }}
          {...changes}
        />
      </QueryClientProvider>
    </MantineProvider>
  )
  const view = render(panel(props))
  return {
    user: userEvent.setup(),
    store,
    played,
    stopped,
    feedback,
    change: (changes: Partial<AssistantPanelProps>) => view.rerender(panel(changes)),
    input: () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }),
    last: () => {
      const reply = played.at(-1)
      if (!reply) throw new Error('Nothing was asked.')
      return reply
    },
  }
}

function run(provider: 'aws' | 'openai' | 'groq', requested: string, routed: string): ChatEvent {
  return {
    type: 'run',
    endsAt: 1,
    run: {
      runId: 'run-1',
      provider,
      requestedModel: requested,
      routedProvider: provider,
      routedModel: routed,
      ...(requested !== routed && { reason: requested === 'auto' ? 'auto' : 'retired' }),
      traceId: 'trace-1',
    },
  }
}

function text(words: string): ChatEvent {
  return { type: 'text-delta', text: words, endsAt: 2 }
}

function end(provider: string, model: string): ChatEvent {
  return {
    type: 'end',
    outcome: 'complete',
    receipt: {
      provider: 'openai',
      requestedModel: 'auto',
      answeredBy: { provider, model },
      ttftMs: 120,
      durationMs: 1400,
      usage: { promptTokens: 10, completionTokens: 20, totalTokens: 30 },
      usageIs: 'reported',
      finishReason: 'stop',
      traceId: 'trace-1',
    },
  }
}

function failed(error: Partial<ApiError>): ChatEvent {
  return {
    type: 'end',
    outcome: 'error',
    error: {
      message: 'Groq is limiting how often it may be asked.',
      type: 'api_error',
      code: 'rate_limited',
      retryable: true,
      provider: 'groq',
      ...error,
    },
  }
}

async function pick(user: ReturnType<typeof userEvent.setup>, name: string, value: string) {
  await user.selectOptions(screen.getByRole('combobox', { name }), value)
}

function providerSelect(): HTMLSelectElement {
  return screen.getByRole<HTMLSelectElement>('combobox', { name: 'Provider' })
}

function messagesSeen(): string[] {
  return within(screen.getByRole('region', { name: 'What the AI sees' }))
    .getAllByRole('listitem')
    .map((item) => item.querySelector('pre')?.textContent ?? '')
}

test('a question is asked of what is picked, and the reply says who answered', async () => {
  const { user, input, last } = setUp()
  await pick(user, 'Provider', 'aws')
  await pick(user, 'Model', 'claude-3-haiku')
  await user.type(input(), 'Why?{Enter}')
  expect(input().value).toBe('')
  expect(last().request).toMatchObject({ provider: 'aws', model: 'claude-3-haiku' })
  screen.getByRole('article', { name: 'You' })
  const waiting = screen.getByRole('article', { name: 'Assistant, waiting for AWS Claude' })
  within(waiting).getByText('Sending…')

  await last().play(run('aws', 'claude-3-haiku', 'claude-haiku-4-5'), text('Because '))
  within(screen.getByRole('article', { name: /^Assistant/ })).getByText('Answering…')
  await last().play(text('of **this**.'), end('aws', 'claude-haiku-4-5-20251001'))
  const reply = screen.getByRole('article', {
    name: 'Assistant, answered by AWS Claude · claude-haiku-4-5',
  })
  expect(reply.textContent).toContain('Because of this.')
  expect(reply.textContent).toContain('claude-3-haiku → AWS Claude · claude-haiku-4-5')
  expect(reply.textContent).toContain('retired on 20 Apr 2026')
  within(reply).getByText('10 in, 20 out')
  within(reply).getByText('claude-haiku-4-5-20251001')
})

test('a dated snapshot is no difference, Auto is said', async () => {
  const { user, input, last } = setUp()
  await pick(user, 'Provider', 'openai')
  await pick(user, 'Model', 'gpt-4.1')
  await user.type(input(), 'One{Enter}')
  await last().play(
    run('openai', 'gpt-4.1', 'gpt-4.1'),
    text('A'),
    end('openai', 'gpt-4.1-2025-04-14'),
  )
  expect(screen.getByText('OpenAI · gpt-4.1').parentElement?.textContent).toBe('OpenAI · gpt-4.1')
  await pick(user, 'Model', 'auto')
  await user.type(input(), 'Two{Enter}')
  await last().play(run('openai', 'auto', 'gpt-4.1-mini'), text('B'), end('openai', ''))
  expect(screen.getByText('OpenAI · gpt-4.1-mini').parentElement?.textContent).toBe(
    'Auto → OpenAI · gpt-4.1-mini',
  )
})

test('the pickers offer every provider and model and say what is the matter with them', async () => {
  const { user } = setUp()
  const providers = screen.getByRole('combobox', { name: 'Provider' })
  await within(providers).findByRole('option', {
    name: 'OpenRouter · ⚖️ Balanced · no key configured',
  })
  expect(
    within(providers).getByRole<HTMLOptionElement>('option', { name: /OpenRouter/ }).disabled,
  ).toBe(true)
  within(providers).getByRole('option', { name: 'Groq · 🚀 Speed' })
  await pick(user, 'Provider', 'openai')
  const models = screen.getByRole('combobox', { name: 'Model' })
  const names = within(models)
    .getAllByRole('option')
    .map(({ textContent }) => textContent)
  expect(names[0]).toBe('Auto')
  expect(names).toContain('GPT-4.1 · gpt-4.1, until 14 Jan 2027')
  await pick(user, 'Provider', 'groq')
  const retired = within(models).getByRole('option', {
    name: 'Mixtral 8x7B · mixtral-8x7b, retired',
  })
  expect(retired.title).toBe('Answered by gpt-oss-20b')
})

test('what is picked belongs to the conversation and can change while a reply runs', async () => {
  const { user, input, last, change } = setUp()
  await pick(user, 'Provider', 'groq')
  await user.type(input(), 'One{Enter}')
  await pick(user, 'Provider', 'openai')
  expect(last().request.provider).toBe('groq')
  change({ conversationId: 'list', ticket: null })
  expect(providerSelect().value).toBe('openai')
  await pick(user, 'Provider', 'aws')
  change({ conversationId: 'ticket:1042', ticket })
  expect(providerSelect().value).toBe('openai')
})

test('suggestions fit the ticket, are sent by a click, and follow an answer', async () => {
  const { user, last, change } = setUp()
  const group = screen.getByRole('group', { name: 'Suggestions' })
  within(group).getByRole('button', { name: 'Draft a reply in German' })
  await user.click(within(group).getByRole('button', { name: 'Summarise this ticket' }))
  expect(last().request.messages.at(-1)).toEqual({
    role: 'user',
    content: 'Summarise this ticket',
  })
  expect(screen.queryByRole('group', { name: 'Suggestions' })).toBeNull()
  await last().play(run('aws', 'auto', 'claude-sonnet-5'), text('Short.'), end('aws', ''))
  const follow = within(screen.getByRole('group', { name: 'Suggestions' })).getAllByRole('button')
  expect(follow.length).toBeGreaterThan(1)
  change({ conversationId: 'list', ticket: null })
  expect(screen.queryByRole('button', { name: 'Summarise this ticket' })).toBeNull()
  screen.getByRole('group', { name: 'Suggestions' })
})

test('a reply goes on in its own conversation while another one is open', async () => {
  const { user, input, last, change } = setUp()
  await user.type(input(), 'One{Enter}')
  await last().play(run('aws', 'auto', 'claude-sonnet-5'), text('For the '))
  change({ conversationId: 'list', ticket: null })
  await last().play(text('ticket.'), end('aws', ''))
  expect(screen.queryByRole('article')).toBeNull()
  change({ conversationId: 'ticket:1042', ticket })
  expect(screen.getByRole('article', { name: /answered by/ }).textContent).toContain(
    'For the ticket.',
  )
})

describe('the input', () => {
  test('breaks lines with Shift, and does not send what is being composed', async () => {
    const { user, input, played } = setUp()
    await user.type(input(), 'One{Shift>}{Enter}{/Shift}two')
    expect(input().value).toBe('One\ntwo')
    fireEvent.keyDown(input(), { key: 'Enter', isComposing: true })
    fireEvent.keyDown(input(), { key: 'Enter', keyCode: 229 })
    expect(played).toHaveLength(0)
    await user.keyboard('{Enter}{Enter}')
    expect(played).toHaveLength(1)
  })

  test('keeps a draft for each conversation, and brings back the last question', async () => {
    const { user, input, change } = setUp()
    await user.type(input(), 'Asked{Enter}')
    await user.click(screen.getByRole('button', { name: 'Stop' }))
    await user.type(input(), 'half')
    change({ conversationId: 'list', ticket: null })
    expect(input().value).toBe('')
    change({ conversationId: 'ticket:1042', ticket })
    expect(input().value).toBe('half')
    await user.clear(input())
    await user.keyboard('{ArrowUp}')
    expect(input().value).toBe('Asked')
  })
})

test('Stop keeps the text and offers ways to go on', async () => {
  const { user, input, last, stopped } = setUp()
  await user.type(input(), 'One{Enter}')
  await last().play(run('aws', 'auto', 'claude-sonnet-5'), text('Half'))
  expect(screen.queryByRole('button', { name: 'Send' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Stop' }))
  expect(stopped).toEqual(['run-1'])
  expect(document.activeElement).toBe(input())
  screen.getByText('You stopped this answer.')
  screen.getByRole('button', { name: 'Try again' })
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(last().request.messages).toContainEqual({ role: 'assistant', content: 'Half' })
})

test('a failure is a card with its reason, and one click asks someone else', async () => {
  const { user, input, last } = setUp()
  await screen.findByText(/Demo mode/)
  await pick(user, 'Provider', 'groq')
  await user.type(input(), 'Why?{Enter}')
  await last().play(
    run('groq', 'auto', 'gpt-oss-120b'),
    text('Hel'),
    failed({ retryAfterMs: 5000 }),
  )
  const card = screen.getByRole('alert')
  within(card).getByText('Groq asks us to wait')
  within(card).getByText('Groq is limiting how often it may be asked.')
  within(card).getByText('Groq accepts questions again in 5 s.')
  expect(screen.getByRole('article', { name: /^Assistant/ }).textContent).toContain('Hel')
  expect(within(card).queryByRole('button', { name: 'Answer with OpenRouter' })).toBeNull()
  await user.click(within(card).getByRole('button', { name: 'Answer with OpenAI' }))
  expect(last().request).toMatchObject({ provider: 'openai', model: 'auto' })
  expect(last().request.messages.at(-1)?.content).toBe('Why?')
  expect(last().request.messages).not.toContainEqual({ role: 'assistant', content: 'Hel' })
  expect(screen.queryByRole('alert')).toBeNull()
  await last().play(run('openai', 'auto', 'gpt-4.1-mini'), text('Because.'), end('openai', ''))
  screen.getByRole('article', { name: 'Assistant, answered by OpenAI · gpt-4.1-mini' })
  screen.getByText('2 of 2')
  await user.click(screen.getByRole('button', { name: 'Earlier answer' }))
  screen.getByRole('alert')
})

test('Try again asks the same provider', async () => {
  const { user, input, played, last } = setUp()
  await pick(user, 'Provider', 'groq')
  await user.type(input(), 'Why?{Enter}')
  await last().play(failed({}))
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(played).toHaveLength(2)
  expect(last().request).toEqual(played[0]?.request)
})

test('Clear chat empties the conversation, and Undo brings it back', async () => {
  const { user, input, last } = setUp()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Clear chat' }).disabled).toBe(true)
  await user.type(input(), 'One{Enter}')
  await last().play(run('aws', 'auto', 'claude-sonnet-5'), text('First.'), end('aws', ''))
  await user.click(screen.getByRole('button', { name: 'Clear chat' }))
  expect(screen.queryByRole('article')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(screen.getAllByRole('article')).toHaveLength(2)
})

test('a reply can be inserted with its provenance, and regenerated', async () => {
  const onInsertReply = vi.fn<InsertReply>()
  const { user, input, last, played, change } = setUp({ onInsertReply })
  await user.type(input(), 'Draft{Enter}')
  await last().play(run('aws', 'auto', 'claude-sonnet-5'), text('Dear **Anna**'), end('aws', ''))
  await user.click(screen.getByRole('button', { name: 'Insert into reply' }))
  expect(onInsertReply).toHaveBeenCalledWith('Dear Anna', {
    provenance: 'AWS Claude · claude-sonnet-5',
    traceId: 'trace-1',
  })
  screen.getByRole('button', { name: 'Regenerate with…' })
  await user.click(screen.getByRole('button', { name: 'Regenerate' }))
  expect(played).toHaveLength(2)
  expect(last().request).toEqual(played[0]?.request)
  change({})
  expect(screen.queryByRole('button', { name: 'Insert into reply' })).toBeNull()
})

test('what the AI sees is what is sent, notes only when ticked', async () => {
  const { user, input, last } = setUp()
  await user.type(input(), 'And now?')
  await user.click(screen.getByRole('button', { name: 'What the AI sees' }))
  const shown = messagesSeen()
  expect(shown.join()).not.toContain('SECRET NOTE')
  screen.getByText(/about \d+ tokens \(an estimate\), to AWS Claude · Auto · claude-sonnet-5/)
  screen.getByText(/1 internal notes?, as you did not include/)
  await user.keyboard('{Escape}')
  expect(document.activeElement).toBe(input())
  await user.keyboard('{Enter}')
  expect(last().request.messages.map(({ content }) => content)).toEqual(shown)
  await last().play({ type: 'end', outcome: 'stopped' })

  await user.click(screen.getByRole('checkbox', { name: 'Include 1 internal note' }))
  await user.click(screen.getByRole('button', { name: 'What the AI sees' }))
  expect(messagesSeen().join()).toContain('SECRET NOTE')
})

test('a screen reader hears short words, and then the answer once: the whole exchange', async () => {
  const { user, input, last } = setUp()
  const heard: string[] = []
  const listener = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      for (const node of addedNodes) {
        const element = node instanceof Element ? node : node.parentElement
        const alert = element?.closest('[role="alert"]') ?? element?.querySelector('[role="alert"]')
        const region = target instanceof Element ? target.closest('[aria-live="polite"]') : null
        if (alert) heard.push(`alert: ${alert.querySelector('p')?.textContent}`)
        else if (region) heard.push(region.textContent)
      }
    }
  })
  listener.observe(document.body, { childList: true, subtree: true, characterData: true })

  await user.type(input(), 'Why?{Enter}')
  await last().play(run('groq', 'auto', 'gpt-oss-120b'))
  await last().play(text('It **is** '))
  await last().play({ type: 'reconnecting', attempt: 1 })
  await last().play(text('`so`.\n\n| a | b |\n|---|---|\n| 1 | 2 |'))
  await last().play(end('groq', 'gpt-oss-120b'))
  await user.type(input(), 'And then?{Enter}')
  await last().play(run('groq', 'auto', 'gpt-oss-120b'), text('Then we'))
  await user.click(screen.getByRole('button', { name: 'Stop' }))
  await user.type(input(), 'Once more?{Enter}')
  await last().play(failed({ code: 'overloaded', message: 'Groq is overloaded.' }))
  await user.click(screen.getAllByRole('button', { name: 'Bad reply' })[0] ?? document.body)
  listener.disconnect()

  process.stdout.write(
    `A whole exchange, as it is heard:\n${heard.map((line) => `  ${line}\n`).join('')}`,
  )
  expect(heard).toEqual([
    'Sending',
    'Waiting for Groq',
    'Answering',
    'Reconnecting',
    'Answering',
    'Answer ready',
    'Assistant, answered by Groq · gpt-oss-120b: It is so.\na, b\n1, 2',
    'Sending',
    'Waiting for Groq',
    'Answering',
    'Stopped',
    'Sending',
    'alert: Groq is overloaded',
    'Kept here only',
  ])
})

test('typing goes on undisturbed while text streams in', async () => {
  const { user, input, last } = setUp()
  await user.type(input(), 'One{Enter}')
  await last().play(run('aws', 'auto', 'claude-sonnet-5'), text('Text'))
  const paragraph = screen.getByText('Text')
  await user.type(input(), 'typed meanwhile')
  await last().play(text(' more'))
  expect(paragraph.isConnected).toBe(true)
  expect(input().value).toBe('typed meanwhile')
  expect(document.activeElement).toBe(input())
})

test('nothing is asked before the ticket is there, or with another ticket', async () => {
  const { user, input, played, change } = setUp({ ticket: null })
  await user.type(input(), 'Why?{Enter}')
  expect(played).toHaveLength(0)
  expect(input().value).toBe('Why?')
  expect(screen.queryByRole('group', { name: 'Suggestions' })).toBeNull()
  change({ ticket: { ...ticket, id: 7 } })
  await user.type(input(), '{Enter}')
  expect(played).toHaveLength(0)
  change({ ticket })
  await user.type(input(), '{Enter}')
  expect(played[0]?.request.messages[1]?.content).toMatch(/<ticket-[\w-]+ id="1042">/)
})

test('Regenerate asks as it was asked, but for another model of the same provider', async () => {
  const { user, input, last } = setUp()
  await pick(user, 'Provider', 'groq')
  await pick(user, 'Model', 'gpt-oss-20b')
  await user.type(input(), 'Why?{Enter}')
  await last().play(run('groq', 'gpt-oss-20b', 'gpt-oss-20b'), text('So.'), end('groq', ''))
  await pick(user, 'Provider', 'openai')
  await user.click(screen.getByRole('button', { name: 'Regenerate' }))
  expect(last().request).toMatchObject({ provider: 'groq', model: 'gpt-oss-20b' })
  await last().play(run('groq', 'gpt-oss-20b', 'gpt-oss-20b'), text('So.'), end('groq', ''))
  await pick(user, 'Provider', 'groq')
  await user.click(screen.getByRole('button', { name: 'Regenerate' }))
  expect(last().request).toMatchObject({ provider: 'groq', model: 'auto' })
})

test('a refused question asks for a new sign-in, is kept, and can be sent again', async () => {
  const ended = vi.fn<() => void>()
  const stop = onSessionEnded(ended)
  const { user, input, last, played } = setUp()
  await user.type(input(), 'Why?{Enter}')
  await last().play({ type: 'end', outcome: 'error', error: refusal('Programs: send a token.') })
  stop()
  expect(ended).toHaveBeenCalledTimes(1)
  const card = screen.getByRole('alert')
  expect(card.textContent).toContain('Your question is kept')
  expect(card.textContent).not.toContain('Programs')
  await user.click(within(card).getByRole('button', { name: 'Try again' }))
  expect(played).toHaveLength(2)
  expect(last().request.messages.at(-1)).toEqual({ role: 'user', content: 'Why?' })
})

test('a receipt marks each number, the total is in the header, marks say where they are kept', async () => {
  const { user, input, last, feedback } = setUp()
  await user.type(input(), 'Why?{Enter}')
  await last().play(run('groq', 'auto', 'gpt-oss-120b'), text('So.'), end('groq', 'gpt-oss-120b'))
  const reply = screen.getByRole('article', { name: 'Assistant, answered by Groq · gpt-oss-120b' })
  expect(within(reply).getByRole('group').textContent).toContain('Tokens10 in, 20 out reported')
  screen.getByText('1 answer · 30 tokens (reported)')
  const good = within(reply).getByRole('button', { name: 'Good reply' })
  await user.click(good)
  expect(good.getAttribute('aria-pressed')).toBe('true')
  within(reply).getByText('Kept here only')
  expect(feedback).toEqual([])
})

test('another provider may answer, where the person wants it, and it is shown that it did', async () => {
  const { user, input, last } = setUp()
  await user.type(input(), 'One?{Enter}')
  expect(last().request.fallback).toBeUndefined()
  await last().play(run('aws', 'auto', 'claude-sonnet-5'), text('So.'), end('aws', 'x'))
  const option = screen.getByRole('checkbox', { name: 'If it fails, let another provider answer' })
  await user.click(option)
  await user.type(input(), 'Two?{Enter}')
  const { provider, fallback } = last().request
  expect(fallback).toHaveLength(2)
  expect(fallback).not.toContain(provider)
  expect(fallback).not.toContain('openrouter')
  const fellBack = {
    runId: 'run-2',
    provider: 'aws',
    requestedModel: 'auto',
    routedProvider: 'groq',
    routedModel: 'gpt-oss-120b',
    reason: 'fallback',
    traceId: 'trace-2',
  } as const
  await last().play({ type: 'run', run: fellBack, endsAt: 1 }, text('Groq says so.'))
  const reply = screen.getByRole('article', { name: 'Assistant, answered by Groq · gpt-oss-120b' })
  expect(reply.textContent).toMatch(/AWS.* · Auto → Groq · gpt-oss-120b \(AWS.* could not answer/)
})

test('the fault lab puts its marker in front of the next question, and only of that', async () => {
  const { user, input, last } = setUp()
  await user.click(await screen.findByRole('button', { name: 'Fault lab' }))
  const lab = await screen.findByRole('region', { name: 'Fault lab' })
  await user.click(within(lab).getByRole('radio', { name: /^Stall/ }))
  await user.click(within(lab).getByRole('button', { name: 'Done' }))
  expect(document.activeElement).toBe(input())
  screen.getByText('[[demo: stall after=12]]')
  await user.type(input(), 'Why?{Enter}')
  expect(last().request.messages.at(-1)?.content).toBe('[[demo: stall after=12 only=aws]] Why?')
  await last().play(text('So.'), end('aws', 'x'))
  await user.type(input(), 'And?{Enter}')
  expect(last().request.messages.at(-1)?.content).toBe('And?')
})

function refusal(message: string): ApiError {
  return { message, type: 'authentication_error', code: 'unauthorized', retryable: false }
}
