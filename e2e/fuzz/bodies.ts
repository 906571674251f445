import type { Random } from './random.ts'

export type FuzzRequest = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const pageBody = (): Json => ({
  provider: 'openai',
  model: 'gpt-4.1',
  messages: [{ role: 'user', content: 'Hello' }],
  maxTokens: 100,
  temperature: 1,
  fallback: ['groq'],
})

const clientBody = (): Json => ({
  model: 'openai/gpt-4.1',
  stream: true,
  messages: [
    { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] },
    { role: 'user', content: 'Hello', name: 'ann' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'a', content: '1' },
  ],
  tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }],
  tool_choice: 'auto',
  response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
  stop: ['END'],
  n: 1,
  max_tokens: 10,
  temperature: 1,
  top_p: 1,
  seed: 5,
  logit_bias: { '5': 1 },
  logprobs: true,
  top_logprobs: 2,
  user: 'me',
  stream_options: { include_usage: true },
})

const oddValues: readonly Json[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e12,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'auto',
  'openai/auto',
  'groq/auto',
  '\u0000',
  '\r\nx-evil: 1',
  '\ud800',
  '\u2028',
  '😀'.repeat(50),
  'x'.repeat(5000),
  '__proto__',
  'https://evil.example',
  [],
  {},
  [[]],
  [null],
  { role: 'user' },
  { __proto__: null, constructor: { prototype: 1 } },
]
const oddKeys = [
  '__proto__',
  'constructor',
  'base_url',
  'api_key',
  'x-portkey-config',
  'n',
  'toString',
  '',
  '0',
]

/** A request that may be right, nearly right or nonsense. */
export function randomRequest(random: Random): FuzzRequest {
  const path = random.pick(['/api/ai/stream', '/v1/chat/completions'])
  const body = path === '/api/ai/stream' ? pageBody() : clientBody()
  for (let count = random.int(5); count > 0; count -= 1) mutate(body, random)
  return { path, headers: randomHeaders(random), body: spoil(JSON.stringify(body), random) }
}

/** Changes one place of a JSON value, in place. */
function mutate(value: Json, random: Random): void {
  if (typeof value !== 'object' || value === null) return
  const keys = Object.keys(value)
  const key = keys.length > 0 ? random.pick(keys) : random.pick(oddKeys)
  const fields: Record<string, Json> = Object(value)
  // Not what every object inherits: the fuzzer itself must not spoil it for all.
  const inner = Object.hasOwn(fields, key) ? fields[key] : undefined
  if (typeof inner === 'object' && inner !== null && random.chance(0.6))
    return mutate(inner, random)
  const action = random.int(4)
  if (action === 0) delete fields[key]
  else if (action === 1)
    define(fields, random.pick(oddKeys), structuredClone(random.pick(oddValues)))
  else if (action === 2 && Array.isArray(value))
    value.push(...structuredClone(value), structuredClone(random.pick(oddValues)))
  else define(fields, key, structuredClone(random.pick(oddValues)))
}

/** Also for `__proto__`, which an assignment would not make a field. */
function define(fields: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(fields, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

/** Sometimes the bytes themselves are wrong. */
function spoil(json: string, random: Random): Buffer {
  const bytes = Buffer.from(json)
  switch (random.int(12)) {
    case 0:
      return bytes.subarray(0, random.int(bytes.length + 1))
    case 1:
      bytes[random.int(bytes.length)] = random.int(256)
      return bytes
    case 2:
      return random.bytes(random.int(300))
    case 3: {
      const depth = random.int(3000)
      return Buffer.from(`${json.slice(0, -1)},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`)
    }
    case 4:
      return Buffer.from(json + random.pick([' ', '\n', 'x', '{}', '\0', '\ufeff']))
    case 5:
      return Buffer.from(
        json.replace(/\d+/, random.pick(['1e999', '-1e999', '1E400', '01', '0x1'])),
      )
    case 6:
      return Buffer.from(json.replace('{', `{"model":"groq/auto","messages":[],`))
    default:
      return bytes
  }
}

function randomHeaders(random: Random): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': random.chance(0.95)
      ? 'application/json'
      : random.pick([
          '',
          'text/plain',
          'application/json; charset=utf-16',
          'a',
          'multipart/form-data',
        ]),
  }
  if (random.chance(0.1)) {
    const name = random.pick([
      'authorization',
      'cookie',
      'x-portkey-config',
      'x-portkey-custom-host',
      'x-forwarded-for',
      'x-forwarded-host',
      'origin',
      'content-encoding',
      'accept',
      'expect-ct',
      'x-http-method-override',
    ])
    headers[name] = random.pick([
      '',
      'null',
      'evil',
      'a=b; c',
      'gzip',
      '127.0.0.1',
      'x'.repeat(3000),
    ])
  }
  return headers
}
