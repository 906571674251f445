import { array, assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newReply, type Reply } from './conversation.ts'
import { readConversation } from './conversation-schema.ts'
import { applyEvents } from './reply-progress.ts'
import { composeMessages } from './chat-request.ts'

function started(): Reply {
  return newReply('reply', { provider: 'groq', model: 'auto' }, 0)
}

function written(reply: Reply, text: string, size = text.length): Reply {
  let next = reply
  for (let at = 0; at < text.length; at += size) {
    const piece = text.slice(at, at + size)
    next = applyEvents(next, [{ type: 'text-delta', text: piece, endsAt: at + piece.length }], 1)
  }
  return next
}

function ended(reply: Reply): Reply {
  return applyEvents(reply, [{ type: 'end', outcome: 'complete' }], 2)
}

function parts({ text, reasoning }: Reply): string[] {
  return [text, reasoning.trim()]
}

const answer = 'Dear Jonas,'

describe('thinking that comes as text is told apart', () => {
  test.each([
    ['the usual tag', '<think>\nRefund limit is 50 EUR.\n</think>\n\nDear Jonas,'],
    ['no line breaks', '<think>Refund limit is 50 EUR.</think>Dear Jonas,'],
    ['spaces', '  <think> Refund limit is 50 EUR. </think> Dear Jonas,'],
    ['upper case', '<THINK>Refund limit is 50 EUR.</Think>\nDear Jonas,'],
    ['another name', '<thinking>Refund limit is 50 EUR.</thinking>\nDear Jonas,'],
    ['a third name', '<reasoning>Refund limit is 50 EUR.</reasoning>\nDear Jonas,'],
    ['attributes', '<think type="x" budget=3>Refund limit is 50 EUR.</think>\nDear Jonas,'],
    ['a prefix', '<seed:think>Refund limit is 50 EUR.</seed:think>Dear Jonas,'],
    [
      'a prefix with a line',
      '<inner_monologue>Refund limit is 50 EUR.</inner_monologue>\nDear Jonas,',
    ],
    ['analysis', '<analysis>\nRefund limit is 50 EUR.\n</analysis>\n\nDear Jonas,'],
    [
      'shouted words',
      '<|START_THINKING|>Refund limit is 50 EUR.<|END_THINKING|><|START_RESPONSE|>Dear Jonas,<|END_RESPONSE|>',
    ],
    ['brackets', '[THINK]Refund limit is 50 EUR.[/THINK]Dear Jonas,'],
    ['triangles', '◁think▷Refund limit is 50 EUR.◁/think▷Dear Jonas,'],
    ['words', '<|begin_of_thought|>Refund limit is 50 EUR.<|end_of_thought|>\n\nDear Jonas,'],
    ['only the end, as templates leave it', 'Refund limit is 50 EUR.\n</think>\n\nDear Jonas,'],
    ['only the end, behind the words', 'Refund limit is 50 EUR.</think>Dear Jonas,'],
    [
      'channels',
      '<|channel|>analysis<|message|>Refund limit is 50 EUR.<|end|><|start|>assistant<|channel|>final<|message|>Dear Jonas,<|return|>',
    ],
    [
      'channels with a speaker',
      '<|start|>assistant<|channel|>analysis<|message|>Refund limit is 50 EUR.<|end|><|start|>assistant<|channel|>final<|message|>Dear Jonas,',
    ],
  ])('%s', (_name, text) => {
    for (const size of [text.length, 1, 3, 7]) {
      expect(parts(ended(written(started(), text, size)))).toEqual([
        answer,
        'Refund limit is 50 EUR.',
      ])
    }
  })

  test.each([
    ['several blocks', '<think>a</think>One.\n\n<think>b</think>Two.', 'One.\n\nTwo.', 'a\n\nb'],
    ['behind a sentence', 'Sure. <think>a</think> Dear', 'Sure.  Dear', 'a'],
    ['one in the other', '<think>a<think>b</think>c</think>\nDear', 'Dear', 'a<think>b\n\nc'],
    ['in a quotation', '> <think>\n> a\n> </think>\n> Dear', '> \n> Dear', '> a\n>'],
    ['never ended', '<think>\nRefund limit', '', 'Refund limit'],
    ['ended for nothing', '<think>\n\n</think>\n\nDear', 'Dear', ''],
    ['cut in its end', '<think>a</thi', '', 'a</thi'],
    [
      'its end as code',
      '<think>Then `</think>` ends it.</think>Dear',
      'Dear',
      'Then `</think>` ends it.',
    ],
    ['an apostrophe', 'It`s over.\n</think>\n\nDear', 'Dear', 'It`s over.'],
    ['a lone end twice', '<think>a</think>\n\n</think>\n\nDear', 'Dear', 'a'],
  ])('%s', (_name, text, shown, thought) => {
    for (const size of [text.length, 1, 3, 7]) {
      const [seen, folded] = parts(ended(written(started(), text, size)))
      expect([seen, folded?.replaceAll(/\n{3,}/g, '\n\n')]).toEqual([shown, thought])
    }
  })

  test.each([
    'Use `<think>` and `</think>` for that.',
    'Models put <think> and </think> around it.',
    'Write <think>like this</think> in a prompt.',
    'It ends with </think>, as a rule.',
    'The tag “</think>” ends it.',
    '```xml\n<think>\nsecret\n</think>\n```\n\nThat is it.',
    '- see:\n  ```\n  <think>\n  </think>\n  ```\n- end',
    '1. <think> opens\n2. </think> closes',
    'See:\n\n    <think>\n    </think>\n',
    'The word thinking, a < b, <thinker>, <b>x</b>, [THIS] and <|pipe|>',
    'It ends in <thin',
    'x <|end|> y and <|message|> z',
  ])('%j is text', (text) => {
    for (const size of [text.length, 1, 3]) {
      expect(parts(ended(written(started(), text, size)))).toEqual([text, ''])
    }
  })
})

const token = constantFrom(
  '<think>',
  '</think>',
  '<thinking a="b">',
  '</THINKING>',
  '`',
  '```\n',
  '\n',
  '\n\n',
  ' ',
  'word',
  'End.',
  '- ',
  '<',
  '<|channel|>analysis',
  '<|message|>',
  '<|end|>',
)

test('how a text comes in pieces changes nothing', () => {
  assert(
    property(array(token, { maxLength: 20 }), integer({ min: 1, max: 9 }), (tokens, size) => {
      const text = tokens.join('')
      const once = ended(written(started(), text))
      const pieces = ended(written(started(), text, size))
      expect([pieces.text.trim(), letters(pieces.reasoning)]).toEqual([
        once.text.trim(),
        letters(once.reasoning),
      ])
    }),
    { numRuns: 2000 },
  )
})

function letters(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

test('while it comes it is thinking, and the answer begins when it does', () => {
  const thinking = written(started(), '<think>\nLimit')
  expect(thinking).toMatchObject({ status: 'waiting', text: '', firstTextAt: undefined })
  expect(written(thinking, '</think>\n\nDear')).toMatchObject({ status: 'answering', text: 'Dear' })
  const taken = written(started(), 'Limit is 50.\n')
  expect(taken).toMatchObject({ status: 'answering' })
  expect(written(taken, '</think>')).toMatchObject({ status: 'waiting', text: '' })
})

test('what is held back is bounded, and comes as text at the end', () => {
  const long = `<think ${'x'.repeat(5000)}`
  const reply = written(started(), long, 10)
  expect(reply.splitter?.held.length).toBeLessThan(500)
  expect(ended(reply).text).toBe(long)
})

function stored(reply: object): Reply {
  const exchange = { id: 'e', question: 'Why?', askedAt: 1, replies: [reply], shown: 0 }
  const rest = { draft: '', picked: null, includeNotes: false }
  const read = readConversation(JSON.stringify({ version: 1, exchanges: [exchange], ...rest }))
  const [first] = read.ok ? (read.conversation.exchanges[0]?.replies ?? []) : []
  if (!first) throw new Error('unreadable')
  return first
}

test('a reply goes on in the middle of its thinking after a reload', () => {
  const before = written(started(), '<think>\nLimit is 50.</thi')
  expect(parts(ended(written(stored(before), 'nk>\nDear Jonas,')))).toEqual([
    answer,
    'Limit is 50.',
  ])
})

test('what an earlier version kept as one text is told apart, ended or not', () => {
  const old = { ...started(), text: '<think>\nLimit is 50.\n</think>\n\nDear Jonas,' }
  expect(parts(stored({ ...old, status: 'complete' }))).toEqual([answer, 'Limit is 50.'])
  const running = stored({ ...old, status: 'answering', text: '<think>\nLimit is' })
  expect(parts(ended(written(running, ' 50.\n</think>\nDear Jonas,')))).toEqual([
    answer,
    'Limit is 50.',
  ])
  const named = { ...old, status: 'complete', text: 'Use `<think>` for it.' }
  expect(stored(named)).toMatchObject({ text: named.text, reasoning: '' })
})

test('the next question carries no thinking', () => {
  const reply = ended(written(started(), '<think>Limit is 50.</think>Dear Jonas,'))
  const exchange = { id: 'e', question: 'Why?', askedAt: 1, replies: [reply], shown: 0 }
  const { messages } = composeMessages({
    fence: 'f',
    exchanges: [exchange],
    context: null,
    question: 'And?',
  })
  expect(JSON.stringify(messages)).not.toContain('Limit')
})
