import type { RunEvent } from '@askdesk/contracts'
import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatEvent } from '../api/chat-events.ts'
import type { ConversationStore } from './conversation-state.ts'
import { createConversationStore } from './conversation-store.ts'

const id = 'ticket:1042'
const key = `askdesk:conversation:${id}`
const picked = { provider: 'groq', model: 'auto' } as const
const script = 'The quick brown fox jumps over the lazy dog.'

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** Two tabs over one storage, one proxy that keeps runs, and events that come when they are told to. */
function createDesk() {
  const entries = new Map<string, string>()
  const runs = new Map<
    string,
    { run: RunEvent; sent: number; stopped: boolean; wake: Set<() => void> }
  >()
  const tabs: { store: ConversationStore; isDue: boolean }[] = []
  let count = 0

  async function* read(runId: string, after: number): AsyncGenerator<ChatEvent, void> {
    const found = runs.get(runId)
    if (!found) throw new Error('no such run')
    let at = after
    for (;;) {
      if (at < found.sent) {
        const text = script.slice(at, found.sent)
        at = found.sent
        yield { type: 'text-delta', text, endsAt: at }
      } else if (found.stopped || at === script.length) {
        yield { type: 'end', outcome: found.stopped ? 'stopped' : 'complete' }
        return
      } else {
        await new Promise<void>((resolve) => found.wake.add(resolve))
      }
    }
  }

  function open(): void {
    const tab = { store: undefined as ConversationStore | undefined, isDue: false }
    const store = createConversationStore({
      client: {
        async *streamChat(_request, { signal } = {}) {
          const runId = `run-${++count}`
          const run: RunEvent = {
            runId,
            provider: 'groq',
            requestedModel: 'auto',
            routedProvider: 'groq',
            routedModel: 'gpt-oss-120b',
            traceId: runId,
          }
          runs.set(runId, { run, sent: 0, stopped: false, wake: new Set() })
          yield { type: 'run', run, endsAt: 0 }
          if (!signal?.aborted) yield* read(runId, 0)
        },
        followRun: (runId, { after }) => read(runId, after),
        stopRun: async (runId) => {
          const found = runs.get(runId)
          if (found) found.stopped = true
          for (const wake of found?.wake ?? []) wake()
          return true
        },
        sendFeedback: async () => ({ state: 'here' }),
      },
      storage: {
        getItem: (name) => entries.get(name) ?? null,
        setItem(name, value) {
          if (name === key && entries.get(name) !== value) {
            for (const other of tabs) if (other.store !== store) other.isDue = true
          }
          entries.set(name, value)
        },
        removeItem: (name) => entries.delete(name),
      },
      setTimer: (callback) => void setImmediate(callback),
      scheduler: { schedule: (task) => queueMicrotask(task) },
      createId: () => `id-${++count}`,
      now: () => ++count,
    })
    store.open(id)
    tabs.push({ store, isDue: false })
    tab.store = store
  }

  /** Storage events: what another tab wrote is told, until nobody has news. */
  async function tell(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      await settle()
      const due = tabs.filter((tab) => tab.isDue)
      if (due.length === 0) return
      for (const tab of due) {
        tab.isDue = false
        tab.store.adopt(key)
      }
    }
    throw new Error('The tabs go on telling each other news.')
  }

  /** The proxy sends the next bytes of every run. */
  function grow(by: number): void {
    for (const run of runs.values()) {
      if (!run.stopped) run.sent = Math.min(script.length, run.sent + by)
      for (const wake of run.wake) wake()
      run.wake.clear()
    }
  }

  open()
  open()
  return { tabs, tell, grow }
}

function seen({ store }: { readonly store: ConversationStore }): string[][] {
  const exchanges = store.state.getState().conversations[id]?.exchanges ?? []
  return exchanges.flatMap(({ question, replies }) =>
    replies.map(({ status, text }) => [question, status, text]),
  )
}

const steps = constantFrom(
  'ask 0',
  'ask 1',
  'stop 0',
  'stop 1',
  'clear 1',
  'undo 1',
  'draft 0',
  'grow',
  'grow',
  'grow',
  'tell',
  'tell',
  'settle',
)

test('two tabs at once lose no question, double no text, and end up with the same', async () => {
  let asked = 0
  const ends = { complete: 0, stopped: 0 }
  await assert(
    asyncProperty(array(steps, { minLength: 5, maxLength: 25 }), async (actions) => {
      const desk = createDesk()
      const questions = new Set<string>()
      let isCleared = false
      for (const action of actions) {
        const [what, which] = action.split(' ')
        const tab = desk.tabs[Number(which)]
        const question = `Question ${++asked}`
        if (what === 'ask' && tab?.store.send(id, { text: question, context: null, picked })) {
          questions.add(question)
        }
        if (what === 'stop') tab?.store.stop(id)
        if (what === 'clear') tab?.store.clear(id)
        if (what === 'undo') tab?.store.undoClear(id)
        if (what === 'draft') tab?.store.setDraft(id, question)
        isCleared ||= what === 'clear'
        if (what === 'grow') desk.grow(7)
        if (what === 'tell') await desk.tell()
        if (what === 'settle') await settle()
      }
      await desk.tell()
      for (let more = 0; more < 8; more++) {
        desk.grow(7)
        await desk.tell()
      }
      const [one, other] = desk.tabs.map(seen)
      expect(one).toEqual(other)
      const told = new Set((one ?? []).map(([question]) => question))
      // What a clear took is gone on purpose; nothing else may be.
      const lost = [...questions].filter((question) => !told.has(question))
      expect(isCleared ? [] : lost).toEqual([])
      for (const [, status, text] of one ?? []) {
        expect(script.startsWith(text ?? '?')).toBe(true)
        expect(['complete', 'stopped']).toContain(status)
        expect(status === 'stopped' || text === script).toBe(true)
        ends[status === 'stopped' ? 'stopped' : 'complete'] += 1
      }
    }),
    { numRuns: 500 },
  )
  expect(ends.complete).toBeGreaterThan(200)
  expect(ends.stopped).toBeGreaterThan(50)
  process.stdout.write(`two tabs, 500 interleavings: ${JSON.stringify(ends)}\n`)
})
