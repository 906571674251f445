import { afterEach, expect, test } from 'vitest'
import type { Reply } from './reply-options.ts'
import type { RunAbout } from './run-about.ts'
import type { RegisteredRun } from './registered-run.ts'
import { createRunRegistry, type RunRegistry } from './run-registry.ts'
import { createRun, type Run } from './run.ts'

const minute = 60_000
let time = 0
let registry: RunRegistry | undefined

afterEach(() => registry?.close())

type Call = readonly [name: string, id: string]

function setUp(totalKiB: number): { registry: RunRegistry; calls: Call[] } {
  time = 1000
  const calls: Call[] = []
  registry = createRunRegistry({
    totalBytes: totalKiB * 1024,
    tickMs: 10 * minute,
    now: () => time,
    shared: {
      share: ({ id }) => void calls.push(['share', id]),
    },
  })
  return { registry, calls }
}

type Entry = RegisteredRun & { end(): void }

/** A run of so many KiB, begun. */
function begin(to: RunRegistry, id: string, kiB: number): Entry {
  const run: Run = createRun({
    retainBytes: 1024,
    mask: { scan: (_log, _from, end) => end },
    onPressure: () => undefined,
    onDeserted: () => undefined,
    onOver: () => to.putAway(id),
  })
  run.write('x'.repeat(kiB * 1024))
  const reply: Reply = {
    stop: () => undefined,
    cancel: () => entry.end(),
    tick: () => undefined,
  }
  const entry: Entry = {
    id,
    owner: 'me',
    run,
    reply,
    about: () => aboutOf(id),
    end() {
      to.settle(reply, id)
      run.end('')
    },
  }
  to.start(reply)
  to.add(entry)
  return entry
}

function aboutOf(runId: string): RunAbout {
  const event = {
    runId,
    provider: 'openai',
    requestedModel: 'auto',
    routedProvider: 'openai',
    routedModel: 'gpt-4.1',
    traceId: '1',
  } as const
  return { event, startedAt: 1, firstTextAt: 2 }
}

/** A reader that takes nothing, so that it is never done. */
function follow({ run }: RegisteredRun): () => void {
  const listeners: (() => void)[] = []
  run.follow(
    {
      write: () => false,
      end: () => undefined,
      destroy: () => undefined,
      once: (event, listener) => (event === 'close' ? listeners.push(listener) : 0),
    },
    0,
  )
  return () => {
    for (const listener of listeners) listener()
  }
}

/** All that a reader of a run gets from an offset on. */
function read({ run }: RegisteredRun, after: number): string {
  const pieces: Uint8Array[] = []
  let isEnded = false
  run.follow(
    {
      write: (bytes) => pieces.push(bytes) > 0,
      end: () => (isEnded = true),
      destroy: () => undefined,
      once: () => undefined,
    },
    after,
  )
  return `${Buffer.concat(pieces).toString()}${isEnded ? '|' : '…'}`
}

const found = (from: RunRegistry, ids: string): string =>
  [...ids].filter((id) => from.find(id, 'me')).join('')

test('a finished run is there for five minutes, for its owner alone', () => {
  const { registry } = setUp(1000)
  begin(registry, 'a', 10).end()
  expect(registry.find('a', 'you')).toBeUndefined()
  time += 5 * minute
  registry.tick()
  expect(found(registry, 'a')).toBe('a')
  time += 1
  registry.tick()
  expect(found(registry, 'a')).toBe('')
})

test('a running one stays, however long it takes and large it is', () => {
  const { registry } = setUp(100)
  begin(registry, 'a', 500)
  time += 60 * minute
  registry.tick()
  expect([registry.live, found(registry, 'a')]).toEqual([1, 'a'])
})

test('what was put away is read as it was, from any offset and again and again', () => {
  const { registry } = setUp(1000)
  const entries = ['a', 'b', 'c'].map((id, index) => {
    const entry = begin(registry, id, 0)
    entry.run.write(`data: ${id.repeat(5 + 3 * index)}`)
    entry.end()
    return entry
  })
  begin(registry, 'large', 300).end()
  for (let round = 0; round < 3; round += 1) {
    for (const { id, run: before } of entries) {
      const after = registry.find(id, 'me')
      if (!after) throw new Error(`${id} is gone`)
      expect(after.run).not.toBe(before)
      expect([after.run.visible, after.run.ended]).toEqual([before.visible, true])
      for (const from of [0, 7, before.visible]) {
        expect(read(after, from)).toBe(`${before.log.copy(from, before.visible).toString()}|`)
      }
      after.reply.stop()
      expect(after.about()).toEqual(aboutOf(id))
    }
    registry.tick()
  }
  expect(registry.find('large', 'me')?.run.visible).toBe(300 * 1024 + 2)
  expect(registry.find('a', 'you')).toBeUndefined()
})

test('one that is read again is not let go of, and goes when its reader has left', () => {
  const { registry } = setUp(250)
  const entries = [...'ab'].map((id) => begin(registry, id, 100))
  for (const entry of entries) entry.end()
  const again = registry.find('a', 'me')
  const leave = again && follow(again)
  for (const id of 'cd') begin(registry, id, 100).end()
  registry.tick()
  expect(found(registry, 'abcd')).toBe('ad')
  leave?.()
  begin(registry, 'e', 100).end()
  registry.tick()
  expect(found(registry, 'abcde')).toBe('de')
})

test('a reader of what was put away that takes nothing for a minute is let go', () => {
  const { registry } = setUp(1000)
  begin(registry, 'a', 10).end()
  let isCut = false
  registry.find('a', 'me')?.run.follow(
    {
      write: () => false,
      end: () => undefined,
      destroy: () => (isCut = true),
      once: () => undefined,
    },
    0,
  )
  expect(isCut).toBe(false)
  // The reader's own clock is the real one.
  time = performance.now() + 2 * minute
  registry.tick()
  expect(isCut).toBe(true)
})

test('of too many bytes those that ended first go first, whenever they began', () => {
  const { registry } = setUp(250)
  const entries = [...'abcd'].map((id) => begin(registry, id, 100))
  for (const index of [2, 0, 3, 1]) entries[index]?.end()
  registry.tick()
  expect(found(registry, 'abcd')).toBe('bd')
})

test('one that is still read does not keep the next ones from going', () => {
  const { registry } = setUp(300)
  const entries = [...'abcd'].map((id) => begin(registry, id, 100))
  const [first] = entries
  const leave = first && follow(first)
  for (const entry of entries) entry.end()
  registry.tick()
  expect(found(registry, 'abcd')).toBe('ad')
  leave?.()
  begin(registry, 'e', 100).end()
  registry.tick()
  expect(found(registry, 'abcde')).toBe('de')
})

test('after its time even one that is read is no longer found', () => {
  const { registry } = setUp(1000)
  const entry = begin(registry, 'a', 10)
  follow(entry)
  entry.end()
  time += 6 * minute
  registry.tick()
  expect(found(registry, 'a')).toBe('')
})

test('all running replies can be ended at once', () => {
  const { registry } = setUp(1000)
  for (const id of 'abc') begin(registry, id, 10)
  registry.cancelAll('The service is restarting.')
  expect(registry.live).toBe(0)
})
