import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Environment } from '@askdesk/service'
import { readConfig, secretsOf, type ConfigResult } from './config.ts'
import { knownNames } from './unknown-settings.ts'

function read(env: Environment, files: Readonly<Record<string, string>> = {}): ConfigResult {
  return readConfig(env, (path) => {
    const content = files[path]
    if (content === undefined) throw new Error('no such file')
    return content
  })
}

function problems(result: ConfigResult): string {
  return result.ok ? '' : result.problems.join('\n')
}

const cloud = { PORTKEY_API_KEY: 'pk-live-0123456789' }

test('nothing set: says what is missing', () => {
  expect(problems(read({}))).toContain('PORTKEY_API_KEY is missing')
})

test('Portkey’s cloud needs one key; saved providers are reached by slug', () => {
  const result = read(cloud)
  if (!result.ok) throw new Error(problems(result))
  expect(result.config.upstreamKind).toBe('portkey')
  expect(result.config.upstream.baseUrl.href).toBe('https://api.portkey.ai/v1')
  expect(result.config.upstream.providers.aws).toMatchObject({
    portkeyProvider: '@anthropic',
    configured: true,
  })
  expect(result.config.access.host).toBe('127.0.0.1')
})

test('a gateway of one’s own: providers with a key are configured, others are not', () => {
  const result = read({
    PORTKEY_BASE_URL: 'http://127.0.0.1:8787',
    GROQ_API_KEY: 'gsk-0123456789',
    GROQ_BASE_URL: 'http://127.0.0.1:9/v1/',
  })
  if (!result.ok) throw new Error(problems(result))
  const { upstream, upstreamKind } = result.config
  expect(upstreamKind).toBe('self-hosted')
  expect(upstream.baseUrl.pathname).toBe('/v1')
  expect(upstream.providers.groq).toMatchObject({
    configured: true,
    portkeyProvider: 'groq',
    customHost: 'http://127.0.0.1:9/v1',
  })
  expect(upstream.providers.openai.configured).toBe(false)
})

test('every problem is reported at once, and no value is repeated', () => {
  const text = problems(
    read({
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      PORTKEY_BASE_URL: 'gateway',
      PORTKEY_API_KEY: 'secret with spaces',
      CORS_ORIGINS: '*,https://ok.example',
      PROXY_TOKENS: 'with space',
      OIDC_ISSUER: 'https://login.example',
      TRUST_PROXY: 'everyone',
      IDLE_TIMEOUT_MS: '-1',
      CATALOGUE_FILE: '/nowhere.json',
    }),
  )
  for (const name of [
    'PORT',
    'LOG_LEVEL',
    'PORTKEY_BASE_URL',
    'PORTKEY_API_KEY',
    'CORS_ORIGINS',
    'PROXY_TOKENS',
    'OIDC_AUDIENCE',
    'TRUST_PROXY',
    'IDLE_TIMEOUT_MS',
    'CATALOGUE_FILE',
  ]) {
    expect(text).toContain(name)
  }
  expect(text).not.toContain('secret with spaces')
})

test('others can reach it: refuses without credentials, unless that is said to be meant', () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.5']) {
    expect(problems(read({ ...cloud, HOST: host }))).toContain('PROXY_TOKENS')
    expect(read({ ...cloud, HOST: host, ALLOW_ANONYMOUS: 'true' }).ok).toBe(true)
    expect(read({ ...cloud, HOST: host, PROXY_TOKENS: 'a-token-of-sixteen-or-more' }).ok).toBe(true)
  }
  for (const host of ['127.0.0.1', 'localhost', '::1', '127.9.9.9']) {
    expect(read({ ...cloud, HOST: host }).ok).toBe(true)
  }
})

test('plain http beyond this machine is warned about, names that are nearly ours too', () => {
  const result = read({
    ...cloud,
    PORTKEY_BASE_URL: 'http://gateway.internal/v1',
    ASKDESK_COLOUR: 'x',
    PORTKEY_APIKEY: 'y',
  })
  expect(result.ok && result.warnings.join('\n')).toMatch(
    /unencrypted[\s\S]*ASKDESK_COLOUR[\s\S]*Did you mean PORTKEY_API_KEY/,
  )
  expect(read({ ...cloud, PORTKEY_BASE_URL: 'http://localhost:8787' })).toMatchObject({
    warnings: [],
  })
})

test('a key can come from a file', () => {
  const result = read(
    { PORTKEY_API_KEY_FILE: '/run/secrets/key' },
    { '/run/secrets/key': 'pk-from-file-123\n' },
  )
  expect(result.ok && result.config.upstream.apiKey).toBe('pk-from-file-123')
  expect(result.ok && secretsOf(result.config)).toContain('pk-from-file-123')
  expect(problems(read({ PORTKEY_API_KEY_FILE: '/missing' }))).toContain('PORTKEY_API_KEY_FILE')
})

test('a placeholder is not a key', () => {
  expect(problems(read({ PORTKEY_API_KEY: 'your-key-here' }))).toContain('placeholder')
})

test('a catalogue file is checked with the rest', () => {
  const files = {
    '/c.json': '{"providers":[{"id":"openai","defaultModel":"gpt-9"}]}',
    '/bad.json': '{',
  }
  expect(problems(read({ ...cloud, CATALOGUE_FILE: '/c.json' }, files))).toContain('gpt-9')
  expect(problems(read({ ...cloud, CATALOGUE_FILE: '/bad.json' }, files))).toContain('is not JSON')
})

test('Bedrock needs its own credentials', () => {
  const env = { PORTKEY_BASE_URL: 'http://127.0.0.1:8787', PORTKEY_PROVIDER_AWS: 'bedrock' }
  expect(problems(read(env))).toContain('AWS_SECRET_ACCESS_KEY is missing')
  const result = read({
    ...env,
    AWS_ACCESS_KEY_ID: 'AKIA0123456789',
    AWS_SECRET_ACCESS_KEY: 'aws-secret-0123',
    AWS_REGION: 'eu-west-1',
  })
  expect(result.ok && result.config.upstream.providers.aws.headers['x-portkey-aws-region']).toBe(
    'eu-west-1',
  )
  expect(result.ok && secretsOf(result.config)).toContain('aws-secret-0123')
})

test('.env.example names every setting', () => {
  const example = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')
  const internal = ['ASKDESK_UPSTREAM', 'ASKDESK_EXPOSED', 'ASKDESK_PORT_NAME', 'DEMO_GATEWAY_URL']
  // Names in small letters are other forms of the same.
  const named = knownNames.filter((name) => !internal.includes(name) && name === name.toUpperCase())
  for (const name of named) {
    expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'))
  }
})

test.each([
  'redis.example:6379',
  'redis://:pass%word@redis.example',
  'http://redis.example',
  'redis://',
  'redis://host/zero',
])('REDIS_URL=%s is refused in a sentence', (url) => {
  expect(problems(read({ ...cloud, REDIS_URL: url }))).toMatch(/^REDIS_URL/)
})

test.each(['redis://127.0.0.1:6379', 'rediss://user:pass%25word@redis.example:6380/2'])(
  'REDIS_URL=%s is taken as it is',
  (url) => {
    const result = read({ ...cloud, REDIS_URL: url })
    expect(result.ok && result.config.access.redisUrl).toBe(url)
  },
)

test('the password of Redis is a secret, from a file too', () => {
  const result = read(
    { ...cloud, REDIS_URL_FILE: '/run/secrets/redis' },
    { '/run/secrets/redis': 'redis://:pass%2Fword-of-redis@10.0.0.1\n' },
  )
  if (!result.ok) throw new Error(problems(result))
  expect(secretsOf(result.config)).toContain('pass/word-of-redis')
  expect(result.warnings.join()).toMatch(/REDIS_URL is not encrypted/)
  expect(result.warnings.join()).not.toContain('of-redis')
})

const demo = { DEMO_GATEWAY_URL: 'http://demo-gateway:8790' }

test('the demo gateway stands in where no setting names an upstream', () => {
  const result = read({ ...demo, PORTKEY_API_KEY: '', PORTKEY_BASE_URL: '' })
  expect(result.ok && result.config.upstreamKind).toBe('demo')
  expect(result.ok && result.config.upstream.baseUrl.host).toBe('demo-gateway:8790')
})

test.each([
  [{ PORTKEY_API_KEY: 'pk-0123456789' }, 'portkey', 'api.portkey.ai'],
  [
    { PORTKEY_BASE_URL: 'http://127.0.0.1:8787', GROQ_API_KEY: 'gsk_0123456789' },
    'self-hosted',
    '127.0.0.1:8787',
  ],
])('an upstream that is named is asked instead: %o', (env, kind, host) => {
  const result = read({ ...demo, ...env })
  expect(result.ok && result.config.upstreamKind).toBe(kind)
  expect(result.ok && result.config.upstream.baseUrl.host).toBe(host)
})

test.each([{ PORTKEY_BASE_URL: 'http://127.0.0.1:8787' }, { PORTKEY_CONFIG: 'pc-desk-1' }])(
  'half an upstream is refused, and no demo: %o',
  (env) => {
    expect(problems(read({ ...demo, ...env }))).toMatch(/PORTKEY_API_KEY|No provider can be used/)
  },
)

test('a provider’s own key never travels to the demo gateway', () => {
  const result = read(
    { ...demo, OPENAI_API_KEY_FILE: '/run/key', GROQ_API_KEY: 'gsk_0123456789' },
    { '/run/key': 'sk-of-somebody' },
  )
  if (!result.ok) throw new Error(problems(result))
  expect(JSON.stringify([result.config.upstream, result.config.upstreamSource])).not.toMatch(
    /of-somebody|gsk_0123|run\/key/,
  )
  expect(result.warnings.join()).toMatch(/answers without OPENAI_API_KEY, GROQ_API_KEY/)
})

test.each([
  ['https://openrouter.ai/api', 'https://openrouter.ai/api'],
  ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api'],
  ['https://openrouter.ai/api/v1/', 'https://openrouter.ai/api'],
  ['https://openrouter.ai/api/v1/chat/completions', 'https://openrouter.ai/api'],
])('OPENROUTER_BASE_URL=%s arrives at one address', (url, host) => {
  const result = read({ ...cloud, OPENROUTER_BASE_URL: url, OPENAI_BASE_URL: `${url}/v9` })
  if (!result.ok) throw new Error(problems(result))
  expect(result.config.upstream.providers.openrouter.customHost).toBe(host)
  expect(result.config.upstream.providers.openai.customHost).toMatch(/\/v9$/)
})

test.each([
  'http://127.0.0.1:8787',
  'http://127.0.0.1:8787/v1',
  'http://127.0.0.1:8787/v1/chat/completions',
  'http://127.0.0.1:8787/chat/completions/',
])('PORTKEY_BASE_URL=%s is one gateway', (url) => {
  const result = read({ PORTKEY_BASE_URL: url, GROQ_API_KEY: 'gsk_0123456789' })
  expect(result.ok && result.config.upstream.baseUrl.href.replace(/\/$/, '')).toBe(
    'http://127.0.0.1:8787/v1',
  )
})

test('the id of a configuration is refused without Portkey’s cloud, which alone knows it', () => {
  const own = { PORTKEY_BASE_URL: 'http://127.0.0.1:8787', GROQ_API_KEY: 'gsk_0123456789' }
  expect(problems(read({ ...own, PORTKEY_CONFIG: 'pc-desk-1' }))).toMatch(/only Portkey’s cloud/)
  expect(read({ ...own, PORTKEY_CONFIG: '{"retry":{}}' }).ok).toBe(true)
  expect(read({ ...cloud, PORTKEY_CONFIG: 'pc-desk-1' }).ok).toBe(true)
})

test.each([
  ['PORTKEY_KEY', 'PORTKEY_API_KEY'],
  ['PORTKEY_APIKEY', 'PORTKEY_API_KEY'],
  ['OPENAI_KEY', 'OPENAI_API_KEY'],
  ['PROXY_TOKEN', 'PROXY_TOKENS'],
])('a start that is refused says of %s what was meant', (name, meant) => {
  expect(problems(read({ [name]: 'some-value' }))).toContain(`Did you mean ${meant}?`)
})

test.each([
  ['warn', true],
  ['info', false],
])('LOG_PROMPTS with LOG_LEVEL=%s is warned about: %s', (level, isWarned) => {
  const result = read({ ...cloud, LOG_PROMPTS: 'true', LOG_LEVEL: level })
  expect(result.ok && result.warnings.join().includes('LOG_PROMPTS is true')).toBe(isWarned)
})
