import type { RunEvent } from '@askdesk/contracts'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ChatEvent } from '../api/chat-events.ts'
import type { FeedbackResult } from '../api/portkey-client.ts'
import type { ConversationStore } from './conversation-state.ts'
import { createConversationStore } from './conversation-store.ts'

const picked = { provider: 'groq', model: 'auto' } as const
const ticket = 'ticket:1042'

class MemoryStorage {
  readonly entries = new Map<string, string>()
  isFull = false
  writes = 0
  getItem(key: string): string | null {
    return this.entries.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError')
    this.writes += 1
    this.entries.set(key, value)
  }
  removeItem(key: string): void {
    this.entries.delete(key)
  }
}

/** A reply whose events the test sends. */
function scriptedReply(signal: AbortSignal | undefined) {
  const waiting: ChatEvent[] = []
  let wake: (() => void) | undefined
  signal?.addEventListener('abort', () => push({ type: 'end', outcome: 'stopped' }))
  function push(event: ChatEvent): void {
    waiting.push(event)
    wake?.()
  }
  async function* events(): AsyncGenerator<ChatEvent, void> {
    for (;;) {
      const event = waiting.shift()
      if (event) {
        yield event
        if (event.type === 'end') return
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }
  return { push, events: events(), signal }
}

type Asked = ReturnType<typeof scriptedReply> & { readonly what: unknown }

let storage: MemoryStorage
let asked: Asked[]
let stopped: string[]
let timers: (() => void)[]
let marks: unknown[]
let feedbackResult: FeedbackResult

beforeEach(() => {
  storage = new MemoryStorage()
  asked = []
  stopped = []
  timers = []
  marks = []
  feedbackResult = { state: 'sent' }
})

function take(what: unknown, signal: AbortSignal | undefined): Asked['events'] {
  const reply = { ...scriptedReply(signal), what }
  asked.push(reply)
  return reply.events
}

function createTestStore(isStopHeard = true): ConversationStore {
  let id = 0
  return createConversationStore({
    client: {
      streamChat: (request, options) => take(request, options?.signal),
      followRun: (runId, { after, signal }) => take({ runId, after }, signal),
      stopRun: async (runId) => {
        stopped.push(runId)
        return isStopHeard
      },
      sendFeedback: async (...mark) => {
        marks.push(mark)
        return feedbackResult
      },
    },
    storage,
    setTimer: (callback) => timers.push(callback),
    scheduler: { schedule: (task) => queueMicrotask(task) },
    createId: () => `id-${++id}`,
    now: () => 1000,
  })
}

const run: RunEvent = {
  runId: 'run-1',
  provider: 'groq',
  requestedModel: 'auto',
  routedProvider: 'groq',
  routedModel: 'gpt-oss-120b',
  traceId: 'trace',
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

async function answer(at: number, text: string, outcome: 'complete' | 'error' = 'complete') {
  const reply = asked[at]
  reply?.push({ type: 'run', run, endsAt: 10 })
  if (text !== '') reply?.push({ type: 'text-delta', text, endsAt: 10 + text.length })
  reply?.push({ type: 'end', outcome })
  await settle()
}

function replies(store: ConversationStore, id = ticket) {
  const conversation = store.state.getState().conversations[id]
  return (conversation?.exchanges ?? []).flatMap(({ replies }) =>
    replies.map(({ status, text }) => [status, text]),
  )
}

function messagesOf(at: number): unknown {
  const request: unknown = asked[at]?.what
  return typeof request === 'object' && request !== null && 'messages' in request
    ? Array.isArray(request.messages) && request.messages.slice(1)
    : undefined
}

test('a reply goes through sending, waiting and answering to its end', async () => {
  const store = createTestStore()
  store.open(ticket)
  expect(store.send(ticket, { text: ' Hi ', context: null, picked })).toBe(true)
  expect(replies(store)).toEqual([['sending', '']])
  asked[0]?.push({ type: 'run', run, endsAt: 10 })
  await settle()
  expect(replies(store)).toEqual([['waiting', '']])
  asked[0]?.push({ type: 'text-delta', text: 'Hel', endsAt: 20 })
  await settle()
  expect(replies(store)).toEqual([['answering', 'Hel']])
  asked[0]?.push({ type: 'text-delta', text: 'lo', endsAt: 30 })
  asked[0]?.push({ type: 'end', outcome: 'complete' })
  await settle()
  expect(replies(store)).toEqual([['complete', 'Hello']])
})

test('a burst is committed in slices, in order and whole', async () => {
  const store = createTestStore()
  store.send(ticket, { text: 'Hi', context: null, picked })
  let commits = 0
  store.state.subscribe(() => (commits += 1))
  let whole = ''
  for (let index = 0; index < 4000; index++) {
    const text = `word ${index} `
    whole += text
    asked[0]?.push({ type: 'text-delta', text, endsAt: index })
  }
  asked[0]?.push({ type: 'end', outcome: 'complete' })
  await settle()
  expect(replies(store)).toEqual([['complete', whole]])
  expect(commits).toBeGreaterThan(whole.length / 4200)
})

test('the second request carries the first exchange', async () => {
  const store = createTestStore()
  store.send(ticket, { text: 'One?', context: 'TICKET', picked })
  await answer(0, 'First.')
  store.send(ticket, { text: 'Two?', context: 'TICKET', picked })
  expect(messagesOf(1)).toEqual([
    { role: 'user', content: 'TICKET' },
    { role: 'user', content: 'One?' },
    { role: 'assistant', content: 'First.' },
    { role: 'user', content: 'Two?' },
  ])
})

test('one question at a time in a conversation, several across conversations', () => {
  const store = createTestStore()
  expect(store.send(ticket, { text: 'One', context: null, picked })).toBe(true)
  expect(store.send(ticket, { text: 'One', context: null, picked })).toBe(false)
  expect(store.send('list', { text: 'Other', context: null, picked })).toBe(true)
  expect(store.send(ticket, { text: '   ', context: null, picked })).toBe(false)
  expect(asked).toHaveLength(2)
})

test('a reply stays in the conversation that it belongs to', async () => {
  const store = createTestStore()
  store.send(ticket, { text: 'One', context: null, picked })
  store.open('ticket:7')
  store.send('ticket:7', { text: 'Other', context: null, picked })
  await answer(0, 'For 1042.')
  await answer(1, 'For 7.')
  expect(replies(store)).toEqual([['complete', 'For 1042.']])
  expect(replies(store, 'ticket:7')).toEqual([['complete', 'For 7.']])
})

describe('stop', () => {
  test('keeps the text as it was seen and takes only the receipt of what follows', async () => {
    const store = createTestStore()
    store.send(ticket, { text: 'One', context: null, picked })
    asked[0]?.push({ type: 'run', run, endsAt: 10 })
    asked[0]?.push({ type: 'text-delta', text: 'Seen', endsAt: 20 })
    await settle()
    store.stop(ticket)
    expect(replies(store)).toEqual([['stopped', 'Seen']])
    expect(stopped).toEqual(['run-1'])
    asked[0]?.push({ type: 'text-delta', text: ' unseen', endsAt: 30 })
    await answer(0, '')
    expect(replies(store)).toEqual([['stopped', 'Seen']])
  })

  test('before the run is known closes the request', async () => {
    const store = createTestStore()
    store.send(ticket, { text: 'One', context: null, picked })
    store.stop(ticket)
    await settle()
    expect(asked[0]?.signal?.aborted).toBe(true)
    expect(stopped).toEqual([])
    expect(replies(store)).toEqual([['stopped', '']])
  })

  test('closes the connection when the proxy cannot be told', async () => {
    const store = createTestStore(false)
    store.send(ticket, { text: 'One', context: null, picked })
    asked[0]?.push({ type: 'run', run, endsAt: 10 })
    await settle()
    store.stop(ticket)
    await settle()
    expect(asked[0]?.signal?.aborted).toBe(true)
  })

  test('then sending at once works, and the stopped text is part of the talk', async () => {
    const store = createTestStore()
    store.send(ticket, { text: 'One', context: null, picked })
    asked[0]?.push({ type: 'run', run, endsAt: 10 })
    asked[0]?.push({ type: 'text-delta', text: 'Half', endsAt: 20 })
    await settle()
    store.stop(ticket)
    expect(store.send(ticket, { text: 'Two', context: null, picked })).toBe(true)
    expect(messagesOf(1)).toEqual([
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Half' },
      { role: 'user', content: 'Two' },
    ])
    await answer(1, 'Whole.')
    expect(replies(store)).toEqual([
      ['stopped', 'Half'],
      ['complete', 'Whole.'],
    ])
  })
})

describe('again', () => {
  test('an answer that had internal notes is marked, and so is what is built on it', async () => {
    const store = createTestStore()
    const marks = () =>
      store.state
        .getState()
        .conversations[ticket]?.exchanges.map(({ replies: [reply] }) => reply?.readNotes)
    store.send(ticket, { text: 'One?', context: 'x', hasNotes: false, picked })
    await answer(0, 'First.')
    store.send(ticket, { text: 'Two?', context: 'x', hasNotes: true, picked })
    await answer(1, 'Second.')
    store.send(ticket, { text: 'Make it shorter', context: 'x', hasNotes: false, picked })
    await answer(2, 'Third.')
    expect(marks()).toEqual([undefined, true, true])
  })

  test('a failed exchange stays visible, can be asked again and does not leak into the next', async () => {
    const store = createTestStore()
    store.send(ticket, { text: 'Lost?', context: null, picked })
    await answer(0, '', 'error')
    store.send(ticket, { text: 'Next?', context: null, picked })
    expect(messagesOf(1)).toEqual([{ role: 'user', content: 'Next?' }])
    await answer(1, 'Yes.')
    const exchange = store.state.getState().conversations[ticket]?.exchanges[0]
    store.sendAgain(ticket, exchange?.id ?? '', { context: null, picked })
    expect(messagesOf(2)).toEqual([{ role: 'user', content: 'Lost?' }])
    await answer(2, 'Found.')
    expect(replies(store)).toEqual([
      ['complete', 'Found.'],
      ['complete', 'Yes.'],
    ])
  })

  test('regenerating does not show the model the reply it replaces, and keeps both', async () => {
    const store = createTestStore()
    store.send(ticket, { text: 'One?', context: null, picked })
    await answer(0, 'First.')
    const [exchange] = store.state.getState().conversations[ticket]?.exchanges ?? []
    const other = { provider: 'openai', model: 'auto' } as const
    store.sendAgain(ticket, exchange?.id ?? '', { context: null, picked: other })
    expect(messagesOf(1)).toEqual([{ role: 'user', content: 'One?' }])
    expect(asked[1]?.what).toMatchObject({ provider: 'openai' })
    await answer(1, 'Second.')
    store.show(ticket, exchange?.id ?? '', 0)
    store.send(ticket, { text: 'Two?', context: null, picked })
    expect(messagesOf(2)).toContainEqual({ role: 'assistant', content: 'First.' })
    expect(messagesOf(2)).not.toContainEqual({ role: 'assistant', content: 'Second.' })
  })
})

describe('clear', () => {
  test('is undone whole, and a reply goes on meanwhile', async () => {
    const store = createTestStore()
    store.send(ticket, { text: 'One', context: null, picked })
    asked[0]?.push({ type: 'run', run, endsAt: 10 })
    asked[0]?.push({ type: 'text-delta', text: 'Hel', endsAt: 20 })
    await settle()
    store.clear(ticket)
    expect(replies(store)).toEqual([])
    asked[0]?.push({ type: 'text-delta', text: 'lo', endsAt: 30 })
    await settle()
    store.undoClear(ticket)
    expect(replies(store)).toEqual([['answering', 'Hello']])
    asked[0]?.push({ type: 'end', outcome: 'complete' })
    await settle()
    expect(replies(store)).toEqual([['complete', 'Hello']])
  })

  test('then asking something new stops what was cleared and sends none of it', async () => {
    const store = createTestStore()
    store.send(ticket, { text: 'One', context: null, picked })
    asked[0]?.push({ type: 'run', run, endsAt: 10 })
    asked[0]?.push({ type: 'text-delta', text: 'Hel', endsAt: 20 })
    await settle()
    store.clear(ticket)
    store.send(ticket, { text: 'New', context: null, picked })
    expect(stopped).toEqual(['run-1'])
    expect(messagesOf(1)).toEqual([{ role: 'user', content: 'New' }])
    asked[0]?.push({ type: 'text-delta', text: 'lo', endsAt: 30 })
    await answer(1, 'Fresh.')
    expect(replies(store)).toEqual([['complete', 'Fresh.']])
    store.undoClear(ticket)
    expect(replies(store)).toEqual([['complete', 'Fresh.']])
  })
})

describe('storage', () => {
  test('a reload brings everything back and goes on from the byte that was reached', async () => {
    const before = createTestStore()
    before.open(ticket)
    before.pick(ticket, picked)
    before.setDraft(ticket, 'half a thought')
    before.send(ticket, { text: 'One', context: null, picked })
    asked[0]?.push({ type: 'run', run, endsAt: 10 })
    asked[0]?.push({ type: 'text-delta', text: 'Hel', endsAt: 21 })
    await settle()
    before.flush()
    expect(storage.getItem('askdesk:running')).toBe(JSON.stringify([ticket]))

    const after = createTestStore()
    after.open(ticket)
    const conversation = after.state.getState().conversations[ticket]
    expect(conversation).toMatchObject({ draft: 'half a thought', picked })
    expect(replies(after)).toEqual([['answering', 'Hel']])
    expect(asked[1]?.what).toEqual({ runId: 'run-1', after: 21 })
    asked[1]?.push({ type: 'text-delta', text: 'lo', endsAt: 30 })
    asked[1]?.push({ type: 'end', outcome: 'complete' })
    await settle()
    expect(replies(after)).toEqual([['complete', 'Hello']])
    expect(storage.getItem('askdesk:running')).toBeNull()
    expect(storage.getItem(`askdesk:conversation:${ticket}`)).toContain('Hello')
    expect(after.state.getState().lastPicked).toEqual(picked)
  })

  test('a reply without a run is interrupted by a reload, its question kept', () => {
    const before = createTestStore()
    before.send(ticket, { text: 'One', context: null, picked })
    const after = createTestStore()
    after.open(ticket)
    expect(replies(after)).toEqual([['interrupted', '']])
    expect(asked).toHaveLength(1)
  })

  test('while text streams in it is written once a timer, and at once at the end', async () => {
    const store = createTestStore()
    store.send(ticket, { text: 'One', context: null, picked })
    const sent = storage.writes
    for (let index = 0; index < 50; index++) {
      asked[0]?.push({ type: 'text-delta', text: 'x', endsAt: index })
      await settle()
    }
    expect(storage.writes).toBe(sent)
    expect(timers).toHaveLength(1)
    timers[0]?.()
    expect(storage.writes).toBe(sent + 1)
    await answer(0, 'end')
    expect(storage.getItem(`askdesk:conversation:${ticket}`)).toContain('xend')
  })

  test('a full storage is said, work goes on, and it is over when there is room again', async () => {
    const store = createTestStore()
    storage.isFull = true
    store.send(ticket, { text: 'One', context: null, picked })
    await answer(0, 'Hello')
    expect(replies(store)).toEqual([['complete', 'Hello']])
    expect(store.state.getState().storageProblem).toBe('full')
    storage.isFull = false
    store.setIncludeNotes(ticket, true)
    expect(store.state.getState().storageProblem).toBeNull()
  })

  test.each([
    ['{"version":1,"exch', 'unreadable'],
    ['{"version":1,"exchanges":[{"replies":[]}]}', 'unreadable'],
    ['{"version":0,"messages":[]}', 'unreadable'],
    ['null', 'unreadable'],
    ['{"version":2,"threads":[]}', 'newer'],
  ])('%s is left as it is and said to be %s', async (stored, problem) => {
    storage.setItem(`askdesk:conversation:${ticket}`, stored)
    const store = createTestStore()
    store.open(ticket)
    store.open('list')
    expect(store.state.getState().unreadable).toEqual({ [ticket]: problem })
    expect(store.state.getState().storageProblem).toBeNull()
    store.send(ticket, { text: 'One', context: null, picked })
    await answer(0, 'Hello')
    store.clear(ticket)
    store.flush()
    expect(storage.getItem(`askdesk:conversation:${ticket}`)).toBe(stored)
    store.send('list', { text: 'Other', context: null, picked })
    expect(storage.getItem('askdesk:conversation:list')).toContain('Other')
  })

  test('what another tab wrote is taken over, but not over a running reply or a draft', async () => {
    const here = createTestStore()
    here.open(ticket)
    here.setDraft(ticket, 'mine')
    const there = createTestStore()
    there.open(ticket)
    there.send(ticket, { text: 'There', context: null, picked })
    await answer(0, 'Told there.')
    here.adopt(`askdesk:conversation:${ticket}`)
    expect(replies(here)).toEqual([['complete', 'Told there.']])
    expect(here.state.getState().conversations[ticket]?.draft).toBe('mine')
    here.send(ticket, { text: 'Here', context: null, picked })
    here.adopt(`askdesk:conversation:${ticket}`)
    expect(replies(here)).toHaveLength(2)
  })
})

const markOf = (store: ConversationStore) =>
  store.state.getState().conversations[ticket]?.exchanges[0]?.replies[0]?.mark

async function answered(): Promise<{ store: ConversationStore; replyId: string }> {
  const store = createTestStore()
  store.send(ticket, { text: 'One?', context: null, picked })
  await answer(0, 'First.')
  const reply = store.state.getState().conversations[ticket]?.exchanges[0]?.replies[0]
  return { store, replyId: reply?.id ?? '' }
}

describe('marks', () => {
  test('go out with the trace id and are kept over a reload', async () => {
    const { store, replyId } = await answered()
    store.mark(ticket, replyId, 10, true)
    expect(markOf(store)).toEqual({ value: 10, state: 'unsent' })
    await settle()
    expect(marks).toEqual([['trace', 10]])
    const reloaded = createTestStore()
    reloaded.open(ticket)
    expect(markOf(reloaded)).toEqual({ value: 10, state: 'sent' })
    store.mark(ticket, replyId, null, true)
    await settle()
    expect(marks.at(-1)).toEqual(['trace', 0])
    expect(markOf(store)).toBeUndefined()
  })

  test('where nobody takes them they are kept here, and nothing is sent', async () => {
    const { store, replyId } = await answered()
    store.mark(ticket, replyId, -10, false)
    await settle()
    expect(marks).toEqual([])
    expect(markOf(store)).toEqual({ value: -10, state: 'here' })
  })

  test('one that could not be sent stays, with the reason; the last one counts', async () => {
    const { store, replyId } = await answered()
    feedbackResult = { state: 'unsent', problem: 'Portkey is away.' }
    store.mark(ticket, replyId, 10, true)
    store.mark(ticket, replyId, -10, true)
    await settle()
    expect(markOf(store)).toEqual({ value: -10, state: 'unsent', problem: 'Portkey is away.' })
  })
})

test('a stream that throws ends as an error instead of for ever', async () => {
  const store = createConversationStore({
    client: {
      // oxlint-disable-next-line require-yield
      streamChat: async function* () {
        throw new Error('broken')
      },
      followRun: async function* () {},
      stopRun: async () => true,
      sendFeedback: async () => ({ state: 'here' }),
    },
    storage: null,
    setTimer: () => {},
    scheduler: { schedule: (task) => task() },
    createId: () => 'id',
    now: () => 0,
  })
  store.send(ticket, { text: 'One', context: null, picked })
  await settle()
  expect(replies(store)).toEqual([['error', '']])
  expect(store.state.getState().storageProblem).toBe('unavailable')
})

test('the store does not import React', () => {
  const path = fileURLToPath(new URL('./conversation-store.ts', import.meta.url))
  const script = `
    import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({ resolve(specifier, context, next) { seen.push(specifier); return next(specifier, context) } })
    await import(${JSON.stringify(path)})
    console.log(JSON.stringify(seen))`
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  expect(out).toContain('zustand/vanilla')
  expect(out).not.toMatch(/"(react|react-dom|@mantine)/)
})
