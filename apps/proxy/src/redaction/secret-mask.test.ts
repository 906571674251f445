import { expect, test } from 'vitest'
import { createRunLog } from '../run-log/run-log.ts'
import { createMasking } from './secret-mask.ts'

const secret = 'sk-canary-0123456789/+x'

/** What readers get when the pieces arrive one by one. */
function shown(pieces: readonly Buffer[], secrets: readonly string[]): string {
  const log = createRunLog()
  const { stream: mask } = createMasking(secrets)
  const read: Buffer[] = []
  let visible = 0
  let scanned = 0
  const show = (to: number): void => {
    read.push(Buffer.from(log.copy(visible, to)))
    visible = to
  }
  for (const piece of pieces) {
    log.append(piece)
    const safe = mask.scan(log, scanned, log.end)
    scanned = log.end
    show(safe)
  }
  show(log.end)
  return Buffer.concat(read).toString()
}

test.each([
  ['as it is', secret],
  ['URL-coded', encodeURIComponent(secret)],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in hex', Buffer.from(secret).toString('hex')],
  ['in JSON with a slash escaped', secret.replace('/', '\\/')],
])('a secret %s is masked wherever it is cut', (_form, text) => {
  const whole = Buffer.from(`data: {"error":"bad key ${text} sent"}\n\ndata: more\n\n`)
  for (let cut = 1; cut < whole.length; cut += 1) {
    const seen = shown([whole.subarray(0, cut), whole.subarray(cut)], [secret])
    expect(seen).not.toContain(text.replace(/=+$/, ''))
    expect(seen).toHaveLength(whole.length)
  }
})

test('a secret in single bytes, over a seam of the log, is masked', () => {
  const filler = Buffer.alloc(4090, 'x')
  const bytes = [...Buffer.from(secret)].map((byte) => Buffer.from([byte]))
  const seen = shown([filler, ...bytes, Buffer.from(' end')], [secret])
  expect(seen).toBe(`${'x'.repeat(4090)}${'*'.repeat(secret.length)} end`)
})

test('what only looks like the beginning of a secret arrives unchanged', () => {
  const text = 'sk-canary-01 and sk-can'
  const pieces = [...Buffer.from(text)].map((byte) => Buffer.from([byte]))
  expect(shown(pieces, [secret])).toBe(text)
})

test('several occurrences and several secrets are all masked', () => {
  const other = 'another-secret-value'
  expect(shown([Buffer.from(`${secret}${secret} ${other} ${secret}\n`)], [secret, other])).toMatch(
    /^\*{46} \*{20} \*{23}\n$/,
  )
})

test('values too short to be secrets do not mask ordinary text', () => {
  expect(shown([Buffer.from('demo and more demo')], ['demo'])).toBe('demo and more demo')
  expect(createMasking(['demo']).text('demo')).toBe('demo')
  expect(createMasking([secret]).text(`key ${secret}!`)).toBe('key ***!')
})

test.each(['Bearer ', 'x:', 'ab:', 'user:', ''])(
  'base64 of “%sKEY” shows nothing of the key',
  (before) => {
    for (const after of ['', '!', '\n', ' and more']) {
      const letters = Buffer.from(before + secret + after).toString('base64')
      for (const text of [letters, letters.replaceAll('+', '-').replaceAll('/', '_')]) {
        const masked = createMasking([secret]).text(`authorization: ${text}`)
        expect(masked).toContain('***')
        const left = masked.replace('authorization: ', '').split('***')
        // Leaves the neighbours, with a letter or two of the key at most.
        expect(left.join('').length).toBeLessThanOrEqual(Buffer.from(before + after).length * 2 + 6)
      }
    }
  },
)

test('a key that is read again is masked as well as the one before', () => {
  const masking = createMasking([secret])
  masking.add(['the-next-key-0123'])
  expect(masking.text(`${secret} the-next-key-0123`)).toBe('*** ***')
})
