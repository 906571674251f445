import { expect, test } from 'vitest'
import { findTokens } from './find-tokens.ts'
import { tokenKinds } from './token-kinds.ts'

function pieces(code: string, language: string): string[] {
  const tokens = findTokens(code, language)
  return Array.from({ length: tokens.length / 3 }, (_, index) => {
    const [start, end, kind = 0] = tokens.slice(index * 3, index * 3 + 3)
    return `${tokenKinds[kind]}: ${code.slice(start, end)}`
  })
}

test('says where in the code there is what', () => {
  expect(pieces("const a = 'x' // why", 'ts')).toEqual([
    'keyword: const',
    "string: 'x'",
    'comment: // why',
  ])
  expect(pieces('- old\n+ new', 'diff')).toEqual(['deletion: - old', 'addition: + new'])
})

test('places in a language inside of another one are places in the whole code', () => {
  const code = '<p>\n<script>let b = 1</script>'
  expect(pieces(code, 'html')).toContain('keyword: let')
})

test('a language that is not known has no colours', () => {
  expect(findTokens('a = 1', 'klingon')).toHaveLength(0)
})
