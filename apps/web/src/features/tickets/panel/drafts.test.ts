import { afterEach, expect, test, vi } from 'vitest'
import { emptyDraft, readDraft, writeDraft } from './drafts.ts'

const draft = { text: 'Hello Ana', kind: 'agent', provenance: 'OpenAI · gpt-4.1' } as const

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
  writeDraft(1042, draft)
  expect(readDraft(1042)).toEqual(draft)
  expect(readDraft(1043)).toEqual(emptyDraft)
  writeDraft(1042, { ...draft, text: '' })
  expect(readDraft(1042)).toEqual(emptyDraft)
})

test.each(['{', '"text"', '{"text":1}', '{"text":"a","kind":"mail","provenance":null}'])(
  'a stored value of %s counts as no draft',
  (stored) => {
    storage({ getItem: () => stored })
    expect(readDraft(1042)).toEqual(emptyDraft)
  },
)

function refuse(): never {
  throw new DOMException('full', 'QuotaExceededError')
}

test('where storage is full or forbidden, the draft lives on in the page', () => {
  storage({ getItem: refuse, setItem: refuse, removeItem: refuse })
  writeDraft(7, draft)
  expect(readDraft(7)).toEqual(draft)
  writeDraft(7, emptyDraft)
  expect(readDraft(7)).toEqual(emptyDraft)
})
