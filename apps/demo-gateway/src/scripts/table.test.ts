import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scripts } from './registry.ts'
import { scriptTable } from './table.ts'

test('the README lists every script as it is', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const rows = unpadded(readme).split('\n')
  for (const row of unpadded(scriptTable(scripts)).split('\n')) expect(rows).toContain(row)
  expect(rows.filter((row) => row.startsWith('| `'))).toHaveLength(scripts.length + variables)
})

/** Rows of the README's other table. */
const variables = 4

/** The formatter pads the cells of a table; their texts are what counts. */
function unpadded(markdown: string): string {
  return markdown.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---')
}
