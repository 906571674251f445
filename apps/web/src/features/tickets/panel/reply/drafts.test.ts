import { afterEach, expect, test, vi } from 'vitest'
import { actAs } from '../../../../shared/acting-agent.ts'
import { afterPosting, begunKind, emptyDraft, readDraft, withText, writeDraft } from './drafts.ts'

const draft = { text: 'Hello Ana', provenance: 'OpenAI · gpt-4.1' } as const

function storage(overrides: Partial<Storage> = {}): void {
  const items = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    ...overrides,
  })
}

afterEach(() => vi.unstubAllGlobals())

test('a draft is kept for its own ticket, with what wrote it, until it is emptied', () => {
  storage()
  writeDraft(1042, 'agent', draft)
  expect(readDraft(1042, 'agent')).toEqual(draft)
  expect(readDraft(1043, 'agent')).toEqual(emptyDraft)
  writeDraft(1042, 'agent', { ...draft, text: '' })
  expect(readDraft(1042, 'agent')).toEqual(emptyDraft)
})

test.each(['{', '"text"', '{"text":1}', '{"text":"a"}'])(
  'a stored value of %s counts as no draft',
  (stored) => {
    storage({ getItem: () => stored })
    expect(readDraft(1042, 'agent')).toEqual(emptyDraft)
  },
)

function refuse(): never {
  throw new DOMException('full', 'QuotaExceededError')
}

test('where storage is full or forbidden, the draft lives on in the page', () => {
  storage({ getItem: refuse, setItem: refuse, removeItem: refuse })
  writeDraft(7, 'agent', draft)
  expect(readDraft(7, 'agent')).toEqual(draft)
  writeDraft(7, 'agent', emptyDraft)
  expect(readDraft(7, 'agent')).toEqual(emptyDraft)
})

test('a reply and a note of one ticket are two texts, and a lone note opens the box of notes', () => {
  storage()
  writeDraft(1042, 'note', { text: 'Secret', provenance: null })
  expect(readDraft(1042, 'agent')).toEqual(emptyDraft)
  expect(begunKind(1042)).toBe('note')
  writeDraft(1042, 'agent', draft)
  expect(readDraft(1042, 'note').text).toBe('Secret')
  expect(begunKind(1042)).toBe('agent')
  writeDraft(1042, 'agent', emptyDraft)
  expect(readDraft(1042, 'note').text).toBe('Secret')
})

test.each(['agent', 'note'] as const)(
  'the one draft of an earlier page goes to its box: %s',
  (kind) => {
    storage()
    localStorage.setItem('askdesk.draft.1042', JSON.stringify({ ...draft, kind }))
    const other = kind === 'agent' ? 'note' : 'agent'
    expect(readDraft(1042, other)).toEqual(emptyDraft)
    expect(readDraft(1042, kind)).toEqual(draft)
    expect(localStorage.getItem('askdesk.draft.1042')).toBeNull()
    // It is taken over once: what is sent does not come back.
    writeDraft(1042, kind, emptyDraft)
    expect(readDraft(1042, kind)).toEqual(emptyDraft)
  },
)

test('a draft has one key from its first letter to its last', () => {
  const begun = withText(emptyDraft, 'H')
  expect(begun.key).toMatch(/^[\da-f]{32}$/)
  expect(withText(begun, 'Hello').key).toBe(begun.key)
  expect(withText(begun, ' ').key).toBeUndefined()
  expect(withText(emptyDraft, 'H').key).not.toBe(begun.key)
})

test.each([
  ['the same', 'Hello', ''],
  ['more behind it', 'Hello\n\nAnd more', 'And more'],
  ['only a space behind it', 'Hello ', ''],
  ['something changed within', 'Hallo', 'Hallo'],
])('of a draft with %s, what was not posted is left', (_what, text, left) => {
  const sent = { ...draft, text: 'Hello', key: 'k' }
  const rest = afterPosting({ ...sent, text }, sent)
  expect(rest.text).toBe(left)
  expect(rest.key).not.toBe('k')
})

test('a draft that was begun after the post is another one', () => {
  const next = { ...draft, key: 'next' }
  expect(afterPosting(next, { ...draft, key: 'k' })).toBe(next)
})

test('each person has a draft of their own', () => {
  storage()
  writeDraft(1042, 'agent', draft)
  actAs('Jonas')
  expect(readDraft(1042, 'agent')).toEqual(emptyDraft)
})
