/* oxlint-disable vitest/no-standalone-expect, vitest/expect-expect -- the expectations stand in a table that test.each runs */
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readFixture, payloads } from '../testing/fixture.ts'
import { useGateway } from '../testing/gateway.ts'
import type { RawAnswer } from '../testing/raw-client.ts'
import { chunksOf, eventData, finishReasons, textOf } from '../testing/sse.ts'
import { families } from '../wire/types.ts'
import { scripts } from './registry.ts'

const { ask, gateway } = useGateway()
const opening = /^\*Askdesk's demo gateway stands in for \S.*: no model has read this\.\*/

type Check = (answer: RawAnswer) => void

/** A whole 200 reply whose text is the demo's answer. */
const isGood: Check = (answer) => {
  expect(answer.status).toBe(200)
  expect(answer.isWhole).toBe(true)
  const events = eventData(answer.body)
  expect(textOf(events)).toMatch(opening)
  expect(finishReasons(events)).toEqual(['stop'])
  expect(events).toContain('[DONE]')
}

/** A reply that stopped before its end: some text, nothing that says it is complete. */
const isPart: Check = (answer) => {
  expect(answer.status).toBe(200)
  const events = eventData(answer.body)
  expect(textOf(events).length).toBeGreaterThan(0)
  expect(finishReasons(events)).toEqual([])
  expect(events).not.toContain('[DONE]')
}

function isError(status: number, words: RegExp): Check {
  return (answer) => {
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toEqual(['application/json'])
    expect(answer.body.toString()).toMatch(words)
  }
}

function saysWhole(check: (text: string) => void): Check {
  return (answer) => {
    expect(answer.isWhole).toBe(true)
    const events = eventData(answer.body)
    expect(finishReasons(events)).toEqual(['stop'])
    check(textOf(events))
  }
}

function line(answer: RawAnswer): string {
  return answer.body.toString()
}

/** Expectations of a streamed request to OpenAI on its socket, one for each script. */
const checks: Record<string, Check> = {
  normal: isGood,
  'slow-first-byte ms=5': isGood,
  'slow ms=1': isGood,
  burst: (answer) => {
    isGood(answer)
    expect(answer.chunks).toHaveLength(1)
  },
  echo: saysWhole((text) => {
    expect(text).toMatch(/^```json\n/)
    const sent = JSON.parse(text.replace(/^```json\n|\n```$/g, ''))
    expect(sent).toMatchObject({ model: 'gpt-4o-mini', max_tokens: 2000, stream: true })
    expect(sent.messages).toEqual([{ role: 'user', content: 'Summarise the ticket, please.' }])
    expect(text).not.toContain('canary')
  }),
  'long words=3000': saysWhole((text) => {
    expect(text.split(/\s+/).length).toBeGreaterThan(3000)
    for (const part of [/^## /m, /^- /m, /^\| --- /m, /^```ts$/m, /^> /m])
      expect(text).toMatch(part)
    expect(text).toMatch(/\*\*The end of the long answer\.\*\*$/)
  }),
  'one-paragraph words=500': saysWhole((text) => {
    expect(text.split(' ')).toHaveLength(500)
    expect(text).not.toContain('\n')
  }),
  'giant-table rows=50': saysWhole((text) => expect(text.split('\n')).toHaveLength(52)),
  'giant-code lines=90': saysWhole((text) => expect(text.split('\n')).toHaveLength(92)),
  'tiny-chunks n=20000': (answer) => {
    saysWhole((text) => expect(text).toHaveLength(20_000))(answer)
    expect(eventData(answer.body)).toHaveLength(20_003)
  },
  'big-event bytes=1048576': (answer) => {
    saysWhole((text) => expect(text).toBe('x'.repeat(1_048_576)))(answer)
    expect(eventData(answer.body)).toHaveLength(4)
  },
  'split-utf8': (answer) => {
    saysWhole((text) => {
      expect(text).toContain('世界')
      expect(text).toContain('👩‍👩‍👧‍👦')
      expect(text).toContain('e\u0301')
      expect(text).not.toContain('\uFFFD')
    })(answer)
    // The first byte of a longer character ends many a chunk.
    const cuts = answer.chunks.filter((chunk) => (chunk.at(-1) ?? 0) >= 0xc0)
    expect(cuts.length).toBeGreaterThan(30)
  },
  crlf: (answer) => {
    isGood(answer)
    expect(line(answer).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  },
  cr: (answer) => {
    isGood(answer)
    expect(line(answer)).not.toContain('\n')
  },
  'mixed-line-ends': (answer) => {
    isGood(answer)
    expect(line(answer)).toContain('\r\n\n')
    expect(line(answer)).toContain('\r\n\r')
  },
  'no-space': (answer) => {
    isGood(answer)
    expect(line(answer)).not.toContain('data: ')
  },
  comments: (answer) => {
    isGood(answer)
    expect(line(answer)).toMatch(/^: keep-alive\n\nid: 7\nretry: 3000\n/)
  },
  'multi-line-data': (answer) => {
    isGood(answer)
    expect(line(answer)).toMatch(/^data: \{\ndata: +"id"/)
  },
  bom: (answer) => {
    isGood(answer)
    expect([...answer.body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  },
  'split-frames bytes=3': (answer) => {
    isGood(answer)
    expect(Math.max(...answer.chunks.map((chunk) => chunk.length))).toBe(3)
  },
  'hostile-markdown': saysWhole((text) => {
    for (const part of [
      '<script>',
      'onerror=',
      'javascript:',
      '![remote](https://',
      '[pixel]: ',
      '<svg',
    ]) {
      expect(text).toContain(part)
    }
  }),
  tools: (answer) => {
    const events = eventData(answer.body)
    expect(finishReasons(events)).toEqual(['tool_calls'])
    const calls = chunksOf(events).flatMap((chunk) => chunk.choices?.[0]?.delta?.tool_calls ?? [])
    expect(calls.map((call) => call.function.arguments).join('')).toBe('{"id":"T-42"}')
    expect(calls[0]?.function.name).toBe('get_ticket')
  },
  reasoning: isGood,
  refusal: (answer) => {
    const events = eventData(answer.body)
    const refused = chunksOf(events).map((chunk) => chunk.choices?.[0]?.delta?.refusal ?? '')
    expect(refused.join('')).toBe('I cannot help with that request.')
    expect(finishReasons(events)).toEqual(['stop'])
  },
  'length after=4': (answer) => {
    expect(finishReasons(eventData(answer.body))).toEqual(['length'])
  },
  'content-filter after=4': (answer) => {
    expect(finishReasons(eventData(answer.body))).toEqual(['content_filter'])
  },
  'usage-missing': (answer) => {
    isGood(answer)
    expect(line(answer)).not.toContain('"usage"')
  },
  fallback: (answer) => {
    isGood(answer)
    expect(answer.headers.get('x-portkey-provider')).toEqual(['anthropic'])
    expect(answer.headers.get('x-portkey-last-used-option-index')).toEqual(['config.targets[1]'])
    const chunks = chunksOf(eventData(answer.body)).filter((chunk) => chunk.model)
    expect(new Set(chunks.map((chunk) => chunk.provider))).toEqual(new Set(['anthropic']))
    expect(chunks[0]?.model).toMatch(/^claude-/)
  },
  '246': (answer) => {
    expect(answer.status).toBe(246)
    expect(finishReasons(eventData(answer.body))).toEqual(['stop'])
  },
  'no-done': (answer) => {
    expect(answer.isWhole).toBe(true)
    expect(finishReasons(eventData(answer.body))).toEqual(['stop'])
    expect(line(answer)).not.toContain('[DONE]')
  },
  'done-only': (answer) => expect(line(answer)).toBe('data: [DONE]\n\n'),
  'done-then-open': (answer) => {
    expect(eventData(answer.body).at(-1)).toBe('[DONE]')
    expect(answer.isWhole).toBe(false)
    expect(answer.ended).toBe('open')
  },
  'after-done': (answer) => {
    isGood(answer)
    const events = eventData(answer.body)
    expect(events.at(-2)).toBe('[DONE]')
    expect(chunksOf(events.slice(-1))[0]).toHaveProperty('hook_results')
  },
  'hook-results-first': (answer) => {
    isGood(answer)
    expect(chunksOf(eventData(answer.body))[0]).not.toHaveProperty('choices')
  },
  'bad-json-event': (answer) => {
    isGood(answer)
    expect(eventData(answer.body)).toEqual(expect.arrayContaining(['null', '42', '[]', 'not json']))
  },
  'invalid-utf8': (answer) => {
    expect(answer.body.includes(Buffer.from([0xff, 0xfe, 0xc3, 0x28]))).toBe(true)
    expect(finishReasons(eventData(answer.body))).toEqual(['stop'])
  },
  'endless-line bytes=1000000': (answer) => {
    isPart(answer)
    expect(answer.body.length).toBeGreaterThan(1_000_000)
    expect(line(answer)).toMatch(/x$/)
  },
  'cut after=3': (answer) => {
    isPart(answer)
    expect(answer.isWhole).toBe(true)
  },
  'cut-in-event after=3': (answer) => {
    isPart(answer)
    expect(answer.isWhole).toBe(true)
    expect(line(answer)).toMatch(/\n\ndata: \{"id":"[^\n]*$/)
  },
  'reset after=3': (answer) => {
    isPart(answer)
    expect(answer.isWhole).toBe(false)
    expect(answer.ended).toBe('reset')
  },
  'mid-error after=3': (answer) => {
    isPart(answer)
    const last = chunksOf(eventData(answer.body)).at(-1)
    expect(last?.error?.message).toBe('The server had an error while processing your request.')
  },
  'mid-error-nochoice': (answer) => {
    const events = eventData(answer.body)
    expect(finishReasons(events)).toEqual([])
    expect(events.slice(-2)).toEqual(['{"provider":"openai","choices":[{"delta":{}}]}', '[DONE]'])
  },
  'mid-error-plain': (answer) => {
    isPart(answer)
    expect(eventData(answer.body).at(-1)).toBe('{"provider":"openai","choices":[]}')
  },
  'stall after=3': (answer) => {
    isPart(answer)
    expect(answer.isWhole).toBe(false)
  },
  'head-then-silence': (answer) => {
    expect(answer.status).toBe(200)
    expect(answer.rawBody).toHaveLength(0)
  },
  never: (answer) => expect(answer.bytes).toHaveLength(0),
  retired: isError(404, /does not exist/),
  '400-context': isError(400, /context_length_exceeded/),
  '401': isError(401, /invalid_api_key/),
  '500': isError(500, /server_error/),
  '502': isError(502, /Bad gateway/),
  '503': isError(503, /overloaded/),
  '529': isError(529, /overloaded_error/),
  'status code=418': isError(418, /api_error/),
  '429 retryAfter=7': (answer) => {
    isError(429, /rate_limit_exceeded/)(answer)
    expect(answer.headers.get('retry-after')).toEqual(['7'])
    expect(answer.headers.get('retry-after-ms')).toEqual(['7000'])
  },
  '446': (answer) => {
    isError(446, /hooks_failed/)(answer)
    const recorded = JSON.parse(readFixture('guardrail-input-deny-446').body)
    expect(Object.keys(JSON.parse(line(answer)))).toEqual(Object.keys(recorded))
  },
  '403': isError(403, /"errorCode":"AB03"/),
  '408': (answer) => expect(line(answer)).toBe(readFixture('openai-timeout').body),
  '412': isError(412, /"status":"failure"/),
  exception: (answer) => {
    isError(500, /Something went wrong/)(answer)
    expect(answer.headers.get('x-portkey-gateway-exception')).toEqual(['true'])
  },
  unreachable: isError(500, /^\{"html-message":"Message: fetch failed Cause: .*ECONNREFUSED/),
  'html-503': (answer) => expect(line(answer)).toBe(readFixture('openai-503html').body),
  'plain-503': (answer) => {
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toEqual(['text/plain'])
  },
  'html-200': (answer) => {
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toEqual(['text/html; charset=utf-8'])
  },
  'empty-200': (answer) => {
    expect(answer.status).toBe(200)
    expect(answer.body).toHaveLength(0)
    expect(answer.isWhole).toBe(true)
  },
  'empty-500': (answer) => {
    expect(answer.status).toBe(500)
    expect(answer.body).toHaveLength(0)
  },
  'broken-json': (answer) => expect(() => JSON.parse(line(answer))).toThrow(SyntaxError),
  'string-error': isError(500, /^\{"error":"Something odd happened"\}$/),
  '302': (answer) => {
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toEqual(['http://127.0.0.1:9/v1/chat/completions'])
  },
  'huge-error bytes=300000': (answer) => {
    expect(answer.status).toBe(500)
    expect(answer.body.length).toBeGreaterThan(300_000)
  },
  'json-on-stream': (answer) => {
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toEqual(['application/json'])
    expect(JSON.parse(line(answer)).choices[0].message.content).toMatch(opening)
  },
  'leak-key': saysWhole((text) => expect(text).toContain('sk-canary-1234567890')),
  'gzip kind=good': (answer) => {
    expect(answer.headers.get('content-encoding')).toEqual(['gzip'])
    expect(gunzipSync(answer.body).toString()).toContain('overloaded')
  },
  'huge-headers bytes=20000': (answer) => {
    isGood(answer)
    expect(answer.headers.get('x-filler')?.[0]).toHaveLength(20_000)
  },
  'set-cookie': (answer) => {
    isGood(answer)
    expect(answer.headers.get('set-cookie')).toHaveLength(2)
    expect(answer.headers.get('access-control-allow-origin')).toEqual(['*'])
  },
  'early-hints': (answer) => {
    expect(answer.bytes.toString()).toMatch(
      /^HTTP\/1.1 102 [\s\S]*HTTP\/1.1 103 [\s\S]*HTTP\/1.1 200 /,
    )
  },
  trailers: (answer) => {
    isGood(answer)
    expect(answer.rawBody.toString()).toMatch(
      /0\r\nx-checksum: 1234\r\nset-cookie: late=1\r\n\r\n$/,
    )
  },
  'close-delimited': (answer) => {
    isGood(answer)
    expect(answer.headers.has('content-length')).toBe(false)
  },
  'exact-length': (answer) => {
    isGood(answer)
    expect(Number(answer.headers.get('content-length')?.[0])).toBe(answer.body.length)
  },
  'short-length': (answer) => {
    expect(Number(answer.headers.get('content-length')?.[0])).toBeGreaterThan(answer.body.length)
  },
  'bad-chunk': (answer) => {
    expect(answer.rawBody.toString()).toMatch(/\r\nzz\r\n$/)
    expect(answer.isWhole).toBe(false)
  },
  'not-http': (answer) => expect(answer.bytes.toString()).toMatch(/^SSH-/),
  fin: (answer) => {
    expect(answer.bytes).toHaveLength(0)
    expect(answer.ended).toBe('closed')
  },
  upgrade: (answer) => expect(answer.status).toBe(101),
  '204': (answer) => expect(answer.status).toBe(204),
  'half-head': (answer) => expect(answer.bytes.toString()).toMatch(/^HTTP\/1.1 200 OK\r\n.*\r\n$/),
}

/** Scripts that never end by themselves: what must have come before the test leaves. */
const leavesAfter: Record<string, string> = {
  'done-then-open': '[DONE]',
  'stall after=3': '\n\n',
  'head-then-silence': '\r\n\r\n',
  'half-head': 'charset=utf-8\r\n',
}

describe('a streamed request gets', () => {
  test.each(Object.entries(checks).filter(([script]) => script !== 'never'))(
    '%s',
    async (script, check) => {
      const mark = leavesAfter[script]
      const answer = await ask({
        script,
        ...(mark && { until: (bytes: Buffer) => isEnough(bytes, mark, script) }),
      })
      check(answer)
    },
  )

  test('never: silence until it leaves', async () => {
    const leaving = new AbortController()
    const request = fetch(`${gateway().listeningOrigin}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-portkey-provider': 'openai',
        'x-demo-script': 'never',
      },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] }),
      signal: leaving.signal,
    })
    const open = await gateway().waitForRequest(({ script }) => script === 'never')
    expect(open).toMatchObject({ state: 'open', status: undefined, bytesWritten: 0 })
    leaving.abort()
    await expect(request).rejects.toThrow('aborted')
    await gateway().waitForRequest(
      ({ script, state }) => script === 'never' && state === 'client-left',
    )
  })
})

function isEnough(bytes: Buffer, mark: string, script: string): boolean {
  const text = bytes.toString('latin1')
  // A stall is over three words, after the opening.
  return script.startsWith('stall') ? text.split('"content":"').length > 4 : text.includes(mark)
}

test('every script is checked above', () => {
  const checked = new Set(Object.keys(checks).map((script) => script.split(' ')[0]))
  expect(scripts.map((script) => script.name).filter((name) => !checked.has(name))).toEqual([])
  expect(new Set(scripts.map((script) => script.name)).size).toBe(scripts.length)
})

describe('in every family', () => {
  test.each(families)('%s answers well, streamed and whole', async (family) => {
    isGood(await ask({ family }))
    const whole = await ask({ family, stream: false })
    expect(whole.headers.get('content-type')).toEqual(['application/json'])
    const body = JSON.parse(line(whole))
    expect(body).toMatchObject({ object: 'chat.completion' })
    expect(body.choices[0]).toMatchObject({ finish_reason: 'stop' })
    expect(body.choices[0].message.content).toMatch(opening)
    expect(body.usage.total_tokens).toBe(body.usage.prompt_tokens + body.usage.completion_tokens)
  })

  test.each(families)('%s never shows a broken stream as a good one', async (family) => {
    const events = eventData((await ask({ family, script: 'mid-error' })).body)
    expect(finishReasons(events)).not.toContain('stop')
  })

  test.each([
    ['openai', /"delta":\{"content"/],
    ['anthropic', /"provider":"anthropic".*"delta":\{\}/],
    ['groq', /"tool_calls":\[\]/],
    ['openrouter', /"model":"openrouter\/auto"[\s\S]*"model":"google\/gemini-2.5-pro"/],
    ['bedrock', /"provider":"bedrock"/],
  ] as const)('%s keeps its quirk', async (family, quirk) => {
    expect(line(await ask({ family, model: 'openrouter/auto' }))).toMatch(quirk)
  })

  test('the thinking of openrouter is passed on, that of groq is not', async () => {
    const router = await ask({ family: 'openrouter', script: 'reasoning' })
    const groq = await ask({ family: 'groq', script: 'reasoning' })
    expect(line(router)).toContain('"reasoning":"Look at what')
    expect(line(groq)).not.toContain('Look at what')
    isGood(groq)
  })
})

describe('the key that came along is repeated', () => {
  const key = 'sk-canary-1234567890'

  test('in an error body', async () => {
    const answer = await ask({ script: 'leak-key in=body' })
    expect(answer.status).toBe(401)
    expect(line(answer)).toContain(key)
  })
  test('in headers', async () => {
    const answer = await ask({ script: 'leak-key in=header' })
    expect(answer.headers.get('x-debug-authorization')).toEqual([key])
  })
  test('in a mid-stream error', async () => {
    expect(line(await ask({ script: 'leak-key in=event' }))).toContain(`Bad key ${key}`)
  })
  test('over two chunks', async () => {
    const answer = await ask({ script: 'leak-key in=chunks' })
    expect(line(answer)).not.toContain(key)
    expect(textOf(eventData(answer.body))).toContain(key)
  })
  test('over two writes', async () => {
    const answer = await ask({ script: 'leak-key in=writes' })
    expect(line(answer)).toContain(key)
    expect(answer.chunks.filter((chunk) => chunk.includes(key))).toEqual([])
  })
  test('the gateway’s own key before the provider’s', async () => {
    const answer = await ask({ script: 'leak-key', headers: { 'x-portkey-api-key': 'pk-canary' } })
    expect(textOf(eventData(answer.body))).toContain('pk-canary')
  })
})

test('a false gzip is no gzip, a bomb unpacks to far more than it is', async () => {
  const lie = await ask({ script: 'gzip kind=false' })
  expect(() => gunzipSync(lie.body)).toThrow('incorrect header check')
  const bomb = await ask({ script: 'gzip kind=bomb' })
  expect(bomb.body.length).toBeLessThan(100_000)
  expect(gunzipSync(bomb.body)).toHaveLength(67_108_864)
})

test('the headers of a stream and of an error are the recorded ones', async () => {
  const stream = await ask({
    headers: { 'x-portkey-trace-id': 'trace-123' },
    keepAlive: true,
    until: (bytes) => bytes.includes('\r\n0\r\n'),
  })
  const recorded = readFixture('openai-ok').headers
  expect([...stream.headers.keys()].toSorted()).toEqual(Object.keys(recorded).toSorted())
  expect(stream.headers.get('x-portkey-trace-id')).toEqual(['trace-123'])
  const error = await ask({
    script: '429',
    family: 'groq',
    keepAlive: true,
    until: (bytes) => bytes.includes('"provider"'),
  })
  expect([...error.headers.keys()].toSorted()).toEqual(
    Object.keys(readFixture('groq-429').headers).toSorted(),
  )
  expect(payloads(readFixture('openai-ok').body).length).toBeGreaterThan(0)
})
