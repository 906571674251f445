import { array, assert, constantFrom, integer, property } from 'fast-check'
import type { Token } from 'marked'
import { expect, test } from 'vitest'
import { createBlockSplitter, type Block } from './block-splitter.ts'
import { parseMarkdown } from './parse.ts'

/** Lines that models write, and lines that make splitting hard. */
const line = constantFrom(
  'Some text with **bold** and `code`.',
  'more text',
  '# Heading',
  'Setext',
  '===',
  '---',
  '***',
  '',
  '',
  '',
  '   ',
  '- item',
  '- [ ] task',
  '  - nested',
  '    deep',
  '  continued',
  ' one space',
  '* star',
  '1. one',
  '2) two',
  '10. ten',
  '> quote',
  '>',
  '> - in quote',
  '> ```',
  '```',
  '```ts',
  '````',
  '~~~',
  '  ```',
  '   ```js',
  '    ```',
  '- ```',
  '| a | b |',
  '|---|---|',
  '| 1 | 2 |',
  'a | b',
  '<div>',
  '</div>',
  '<!-- comment',
  'end -->',
  '<pre>',
  '</pre>',
  '<script>',
  '[label]: https://example.org',
  '[label]',
  '3. Fix:',
  '   -',
  '\tindented',
  '    code',
)

const documents = array(line, { maxLength: 30 }).map((lines) => lines.join('\n'))

/**
 * Without what parsers themselves read in different ways: a number other than one right under a
 * paragraph, and lines that look like HTML right under a list.
 */
const agreedDocuments = documents.map((text) =>
  text.replaceAll(/^(?=(?:2\)|10\.|3\.) )/gm, '\n').replaceAll(/^(?=[<]|end -->)/gm, '\n'),
)

/** Reduces tokens to their meaning, without what does not show. */
function meaning(tokens: readonly Token[]): unknown[] {
  return tokens.flatMap((token) => {
    if (token.type === 'space' || token.type === 'def') return []
    if (token.type === 'code' && !('codeBlockStyle' in token)) {
      return [['code', languageOf(token.lang), plain(token.text)]]
    }
    return [[token.type, token.raw.replaceAll(/^\s*\n|\s+$/g, '')]]
  })
}

function languageOf(info: unknown): string {
  return String(info ?? '').split(' ')[0] ?? ''
}

/** How far tabs are taken off an indented fence differs between parsers, and does not matter. */
function plain(code: string): string {
  return code.replaceAll(/^[ \t]+/gm, '').replace(/\n+$/, '')
}

function meaningOfBlocks(blocks: readonly Block[]): unknown[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'code') return [['code', block.language, plain(block.text)]]
    return meaning(parseMarkdown(block.text))
  })
}

test('every chunking ends in the same blocks as the whole text at once', () => {
  assert(
    property(documents, array(integer({ min: 1, max: 40 })), (text, sizes) => {
      const splitter = createBlockSplitter()
      let at = 0
      for (const size of sizes) splitter.split(text.slice(0, (at += size)))
      expect(splitter.split(text)).toEqual(createBlockSplitter().split(text))
    }),
    { numRuns: 2000 },
  )
})

test('a block that is not the last never changes as the text grows', () => {
  assert(
    property(documents, (text) => {
      const splitter = createBlockSplitter()
      let before: readonly Block[] = []
      for (let end = 1; end <= text.length; end++) {
        const blocks = splitter.split(text.slice(0, end))
        const finished = before.slice(0, -1)
        expect(blocks.slice(0, finished.length)).toEqual(finished)
        before = blocks
      }
    }),
    { numRuns: 300 },
  )
})

test('the blocks mean together what the whole text means', () => {
  assert(
    property(agreedDocuments, (text) => {
      const whole = `${text}\n`
      expect(meaningOfBlocks(createBlockSplitter().split(whole))).toEqual(
        meaning(parseMarkdown(whole)),
      )
    }),
    { numRuns: 3000 },
  )
})

test('half a line decides nothing', () => {
  const splitter = createBlockSplitter()
  const text = '1. One\n2. Two\n\n3. Fix:\n   - first\n   - second\n'
  for (let end = 1; end <= text.length; end++) splitter.split(text.slice(0, end))
  expect(splitter.split(text)).toEqual([{ kind: 'markdown', text: text.trimEnd() }])
})

test('another text starts anew', () => {
  const splitter = createBlockSplitter()
  splitter.split('```ts\nconst a = 1\n')
  expect(splitter.split('Plain.')).toEqual([{ kind: 'markdown', text: 'Plain.' }])
})

test('a fence is code from its first line, and what may close it is not shown', () => {
  const splitter = createBlockSplitter()
  expect(splitter.split('Look:\n```t')).toEqual([{ kind: 'markdown', text: 'Look:' }])
  expect(splitter.split('Look:\n```ts\nconst a\n``')).toEqual([
    { kind: 'markdown', text: 'Look:' },
    { kind: 'code', language: 'ts', text: 'const a', isClosed: false },
  ])
  expect(splitter.split('Look:\n```ts\nconst a\n```\nDone')).toEqual([
    { kind: 'markdown', text: 'Look:' },
    { kind: 'code', language: 'ts', text: 'const a', isClosed: true },
    { kind: 'markdown', text: 'Done' },
  ])
})
