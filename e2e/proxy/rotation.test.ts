import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { Environment } from '@askdesk/service'
import {
  askWhole,
  goodEnd,
  question,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
  type Upstream,
} from './harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'askdesk-rotation-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, `${name}-${(files += 1)}`)
  writeFileSync(path, text)
  return path
}

type Asked = { readonly proxy: Proxy; readonly upstream: Upstream }

/** A proxy before an upstream that repeats its own key, as some providers do in their errors. */
async function using(env: Environment, run: (asked: Asked) => Promise<void>): Promise<void> {
  const upstream = await startUpstream((response, { headers }) => {
    startStream(response)
    const said = `${headers.authorization} ${headers['x-portkey-api-key']} `
    response.end(textChunk(said) + goodEnd)
  })
  const proxy = await startProxy(upstream.url, env)
  try {
    await run({ proxy, upstream })
  } finally {
    await proxy.close()
    await upstream.close()
  }
}

/** Asks once, and gives what upstream was sent and what the reader got. */
async function sent({ proxy, upstream }: Asked, provider = 'openai') {
  const body = { provider, messages: question.messages }
  const { middle } = await askWhole(proxy, { body })
  return { headers: upstream.requests.at(-1)?.headers ?? {}, got: middle.toString() }
}

const config = (key: string): string =>
  JSON.stringify({ provider: 'openai', api_key: key }, null, 2)

const patience = { timeout: 20_000, interval: 200 }

test.concurrent.each([
  ['openai', 'OPENAI_API_KEY', 'authorization', 'Bearer '],
  ['groq', 'GROQ_API_KEY', 'authorization', 'Bearer '],
  ['aws', 'ANTHROPIC_API_KEY', 'authorization', 'Bearer '],
  ['openrouter', 'OPENROUTER_API_KEY', 'authorization', 'Bearer '],
  ['openai', 'PORTKEY_API_KEY', 'x-portkey-api-key', ''],
])(
  '%s: a changed %s_FILE is used without a restart, and masked',
  async (provider, name, header, scheme) => {
    const path = file(name, 'first-key-0123456789')
    const env = { [name]: undefined, [`${name}_FILE`]: path }
    await using(env, async (asked) => {
      expect((await sent(asked, provider)).headers[header]).toBe(`${scheme}first-key-0123456789`)
      writeFileSync(path, 'second-key-9876543210\n')
      await vi.waitFor(async () => {
        expect((await sent(asked, provider)).headers[header]).toBe(`${scheme}second-key-9876543210`)
      }, patience)
      const { got } = await sent(asked, provider)
      expect(got).not.toContain('second-key')
      expect(got).toContain('*'.repeat('second-key-9876543210'.length))
    })
  },
  40_000,
)

test.concurrent('a secret that is swapped by a link, as Kubernetes does, is read again', async () => {
  const path = join(folder, 'linked')
  symlinkSync(file('v1', 'linked-key-one-01234'), path)
  await using({ OPENAI_API_KEY: undefined, OPENAI_API_KEY_FILE: path }, async (asked) => {
    expect((await sent(asked)).headers.authorization).toBe('Bearer linked-key-one-01234')
    symlinkSync(file('v2', 'linked-key-two-56789'), `${path}.new`)
    renameSync(`${path}.new`, path)
    await vi.waitFor(async () => {
      expect((await sent(asked)).headers.authorization).toBe('Bearer linked-key-two-56789')
    }, patience)
  })
}, 40_000)

test.concurrent('an inline configuration is read again, from several lines, with all of its keys masked', async () => {
  const path = file('config', config('inline-key-one-012'))
  await using({ PORTKEY_CONFIG_FILE: path }, async (asked) => {
    const configOf = async () => String((await sent(asked)).headers['x-portkey-config'])
    expect(JSON.parse(await configOf())).toEqual(JSON.parse(config('inline-key-one-012')))
    writeFileSync(path, config('ключ-inline-key-two'))
    await vi.waitFor(async () => {
      expect(JSON.parse(await configOf())).toEqual(JSON.parse(config('ключ-inline-key-two')))
    }, patience)
  })
}, 40_000)

test.concurrent.each([
  ['is emptied', ''],
  ['holds two words', 'not a key'],
  ['holds the placeholder', 'your-key-here'],
  ['is half a configuration', '{"provider":', 'PORTKEY_CONFIG'],
])(
  'the earlier value stays in use when the file %s',
  async (_what, text, name = 'OPENAI_API_KEY') => {
    const good = name === 'OPENAI_API_KEY' ? 'steady-key-0123456' : '{"provider":"openai"}'
    const path = file('steady', good)
    const other = file('witness', 'witness-key-before')
    const env = {
      [name]: undefined,
      [`${name}_FILE`]: path,
      GROQ_API_KEY: undefined,
      GROQ_API_KEY_FILE: other,
    }
    await using(env, async (asked) => {
      writeFileSync(path, text)
      // The second file changes after the first: once it is in use, the first was looked at, too.
      writeFileSync(other, 'witness-key-after1')
      await vi.waitFor(async () => {
        expect((await sent(asked, 'groq')).headers.authorization).toBe('Bearer witness-key-after1')
      }, patience)
      const { headers } = await sent(asked)
      expect(headers[name === 'OPENAI_API_KEY' ? 'authorization' : 'x-portkey-config']).toBe(
        name === 'OPENAI_API_KEY' ? `Bearer ${good}` : good,
      )
    })
  },
  40_000,
)
