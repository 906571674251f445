import { expect, test } from 'vitest'
import { initialChunks, type BudgetChunk } from './bundle-budget.ts'

const chunk = (fileName: string, imports: string[], isEntry = false): BudgetChunk => ({
  fileName,
  imports,
  isEntry,
  code: '',
})

test('the initial chunks are the entry and its static imports, each once, cycles included', () => {
  const chunks = [
    chunk('entry.js', ['a.js', 'b.js'], true),
    chunk('a.js', ['b.js']),
    chunk('b.js', ['a.js']),
    chunk('lazy.js', ['a.js']),
  ]
  expect(initialChunks(chunks).map((found) => found.fileName)).toEqual(['entry.js', 'a.js', 'b.js'])
})
