import { expect, test } from 'vitest'
import { newReply, type Exchange, type Reply } from '../conversation/conversation.ts'
import { exportJson, exportMarkdown, type ExportInput } from './conversation-export.ts'
import { bundledProviders } from '../providers/provider-list.ts'
import { replyCopy } from '../reply/reply-copy.ts'

const now = new Date('2026-11-22T12:30:00Z')
const providers = bundledProviders(now)

const answered: Reply = {
  ...newReply('one', { provider: 'aws', model: 'auto' }, now.getTime()),
  status: 'complete',
  text: '| a | b |\n|---|---|\n| 1 | 2 |\n',
  endedAt: now.getTime() + 2400,
  mark: { value: 10, state: 'here' },
  run: {
    runId: 'run',
    provider: 'aws',
    requestedModel: 'auto',
    routedProvider: 'groq',
    routedModel: 'gpt-oss-120b',
    reason: 'fallback',
    traceId: 'trace-7',
  },
  receipt: {
    provider: 'aws',
    requestedModel: 'auto',
    answeredBy: { provider: 'groq', model: 'openai/gpt-oss-120b' },
    ttftMs: 400,
    durationMs: 2400,
    usage: { promptTokens: 1200, completionTokens: 300, totalTokens: 1500 },
    usageIs: 'reported',
    finishReason: 'stop',
    traceId: 'trace-7',
    cost: { amount: 0.0012, currency: 'USD', is: 'list', listDate: '2026-11-22' },
  },
}
const failed: Reply = {
  ...newReply('two', { provider: 'aws', model: 'auto' }, now.getTime()),
  status: 'error',
  error: { message: 'Too\nbusy.', type: 'api_error', code: 'overloaded', retryable: true },
}
const exchange: Exchange = {
  id: 'x',
  question: 'Why?\n# not a heading',
  askedAt: now.getTime(),
  replies: [failed, answered],
  shown: 1,
}
const input: ExportInput = {
  conversationId: 'ticket:1042',
  ticket: { id: 1042, subject: 'Invoice\nwrong' },
  exchanges: [exchange],
  providers,
  now,
}

test('Markdown tells who was asked, who answered, why, and what each number is', () => {
  const { name, text } = exportMarkdown(input)
  expect(name).toBe('askdesk-ticket-1042-2026-11-22.md')
  expect(text).toContain('# AI assistant: #1042 Invoice wrong\n')
  expect(text).toContain('1 answer · 1,500 tokens (reported) · $0.0012 (estimated).')
  expect(text).toContain('## You, 2026-11-22 12:30 UTC\n\n> Why?\n> # not a heading\n')
  expect(text).toContain('## Assistant (answer 2 of 2)\n\n| a | b |')
  expect(text).toContain(
    '> Answered by AWS Claude · Auto → Groq · gpt-oss-120b [openai/gpt-oss-120b] (AWS Claude could not answer, so Groq did)',
  )
  expect(text).toContain('> Answered by nobody (asked: AWS Claude · auto)')
  expect(text).toContain(
    '> First words after 400 ms (reported) · Whole answer 2.4 s (reported) · Speed 150 tokens/s (reported) · Tokens 1,200 in, 300 out (reported) · Cost $0.0012 (list price of 2026-11-22) · Trace id trace-7',
  )
  expect(text).toContain('> Marked as a good reply')
  expect(text).toContain('> Ended: error. Too busy.\\\n> Replaced by another answer')
})

test('JSON holds everything, for programs', () => {
  const { name, text } = exportJson(input)
  expect(name).toBe('askdesk-ticket-1042-2026-11-22.json')
  const document: unknown = JSON.parse(text)
  expect(document).toMatchObject({
    format: 'askdesk-conversation',
    ticket: { id: 1042, subject: 'Invoice\nwrong' },
    totals: { replies: 1, tokens: 1500, tokensAre: 'reported' },
    exchanges: [
      {
        question: exchange.question,
        askedAt: '2026-11-22T12:30:00.000Z',
        shown: 1,
        replies: [
          { status: 'error', error: { code: 'overloaded' } },
          {
            status: 'complete',
            attribution: { answeredBy: 'Groq · gpt-oss-120b' },
            receipt: answered.receipt,
            mark: { value: 10 },
          },
        ],
      },
    ],
  })
})

test('nothing asked yet and no ticket is an export all the same', () => {
  const empty = { ...input, conversationId: 'list', ticket: null, exchanges: [] }
  expect(exportMarkdown(empty)).toMatchObject({ name: 'askdesk-conversation-2026-11-22.md' })
  expect(exportMarkdown(empty).text).toBe(
    '# AI assistant: no ticket\n\nExported from Askdesk on 2026-11-22 12:30 UTC.\n',
  )
})

test('a copied reply carries who answered it in both forms, and no HTML of its own', () => {
  const copy = replyCopy(
    { ...answered, asked: { provider: 'groq', model: '<b>' }, run: undefined },
    providers,
    '<table></table>',
  )
  expect(copy.text).toMatch(
    /^\| a \| b \|\n[\s\S]*\n\nAnswered by <b> → Groq · openai\/gpt-oss-120b/,
  )
  expect(copy.text).toContain('Trace id trace-7')
  expect(copy.html).toMatch(/^<table><\/table><p><font [^>]*>Answered by /)
  expect(copy.html).not.toContain('<b>')
})

test('an exported answer draws nothing that asks an address, and loses no word', () => {
  const text = [
    'See <img src="https://evil.example/a.png"> and ![pixel](https://evil.example/b.png).',
    '<script>alert(1)</script>',
    'Inline `<b>` stays, 1 < 2 too.',
    '```html',
    '<img src=x>',
    '```',
  ].join('\n')
  const exported = exportMarkdown({
    ...input,
    exchanges: [{ ...exchange, replies: [{ ...answered, text }], shown: 0 }],
  }).text
  expect(exported).toContain('See &lt;img src="https://evil.example/a.png"> and \\![pixel](')
  expect(exported).toContain('&lt;script>alert(1)&lt;/script>')
  expect(exported).toContain('Inline `<b>` stays, 1 < 2 too.\n```html\n<img src=x>\n```')
})
