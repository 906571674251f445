import { endEventSchema, providersResponseSchema, runEventSchema } from '@askdesk/contracts'
import { describe, expect, test } from 'vitest'
import { refusalMark } from '../stand-ins/anthropic.ts'
import { answeringModel } from '../stand-ins/openai-like.ts'
import { cutMark, loseHeldConnections } from '../stand-ins/stand-in.ts'
import { startProxyProcess } from './proxy-process.ts'
import {
  choices,
  eventsOf,
  expectNoSecrets,
  keys,
  lastKey,
  readAnswer,
  routeOf,
  text,
  textIn,
  useRig,
  type Provider,
} from './rig.ts'

const rig = useRig()

describe('the gateway alone', () => {
  test.each([
    ['openai', 'openai', 'gpt-4.1'],
    ['groq', 'groq', 'openai/gpt-oss-20b'],
    ['openrouter', 'openrouter', 'openrouter/auto'],
    ['aws', 'anthropic', 'claude-haiku-4-5'],
  ] as const)(
    'streams a 200 from %s, as its server is the pinned one',
    async (id, provider, model) => {
      const answer = await fetch(`${rig().gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-portkey-provider': provider,
          'x-portkey-custom-host': rig().bases[id],
          authorization: `Bearer ${keys[id]}`,
        },
        body: JSON.stringify({
          model,
          stream: true,
          max_tokens: 64,
          messages: [{ role: 'user', content: 'ok' }],
        }),
      })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('x-portkey-provider')).toBe(provider)
      const events = eventsOf(await answer.text())
      expect(textIn(events)).toBe(text)
      expect(events.at(-1)?.data).toBe('[DONE]')
    },
  )
})

describe('through our proxy and the gateway', () => {
  test.each(choices)(
    '%s %s is answered whole, by the right model, with the right key',
    async (provider, model) => {
      const route = routeOf(provider, model)
      const before = rig().standIns[provider].requests().length
      const answer = await fetch(`${rig().proxy.url}/api/ai/stream`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          provider,
          model,
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'Is everything all right?' },
          ],
        }),
      })
      const { all, body } = await readAnswer(answer)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
      const events = eventsOf(body)

      const [first] = events
      expect(first?.name).toBe('run')
      const run = runEventSchema.parse(JSON.parse(first?.data ?? ''))
      expect(run).toMatchObject({
        provider,
        requestedModel: model,
        routedProvider: provider,
        routedModel: route.model.id,
      })
      expect(run.reason).toBe(route.reason)

      expect(textIn(events)).toBe(text)
      const end = endEventSchema.parse(JSON.parse(events.at(-1)?.data ?? ''))
      expect(events.at(-1)?.name).toBe('end')
      expect(end.outcome).toBe('complete')
      expect(end.receipt).toMatchObject({
        provider,
        requestedModel: model,
        finishReason: 'stop',
        traceId: run.traceId,
        usageIs: 'reported',
        usage: { promptTokens: 9, completionTokens: 4, totalTokens: 13 },
      })
      expect(end.receipt?.answeredBy.model).toBe(
        provider === 'aws' ? route.upstream : answeringModel(provider, route.upstream),
      )

      const seen = rig().standIns[provider].requests()
      expect(seen).toHaveLength(before + 1)
      expect(seen.at(-1)?.body['model']).toBe(route.upstream)
      expect(seen.at(-1)?.body['stream']).toBe(true)
      expect(lastKey(provider, rig().standIns[provider])).toBe(keys[provider])
      expectNoSecrets(all)
    },
  )

  test('a refusal of Claude is told as one, though the gateway would call it a stop', async () => {
    const answer = await fetch(`${rig().proxy.url}/api/ai/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        provider: 'aws',
        messages: [{ role: 'user', content: `Please ${refusalMark}` }],
      }),
    })
    const events = eventsOf((await readAnswer(answer)).body)
    expect(textIn(events)).toBe(text)
    const end = endEventSchema.parse(JSON.parse(events.at(-1)?.data ?? ''))
    expect(end).toMatchObject({ outcome: 'filtered', receipt: { finishReason: 'refusal' } })
  })

  test('the list of providers says self-hosted and holds no secret', async () => {
    const answer = await fetch(`${rig().proxy.url}/api/ai/providers`)
    const { all, body } = await readAnswer(answer)
    const { upstream, providers } = providersResponseSchema.parse(JSON.parse(body))
    expect(upstream).toBe('self-hosted')
    expect(providers.map(({ id, configured }) => [id, configured])).toEqual([
      ['aws', true],
      ['openai', true],
      ['groq', true],
      ['openrouter', true],
    ])
    expectNoSecrets(all)
  })

  test('nothing that the proxy logged holds a key', () => {
    for (const key of Object.values(keys)) expect(rig().proxy.output()).not.toContain(key)
    expect(rig().proxy.output()).not.toBe('')
  })
})

describe('when a provider is lost half-way, which the gateway shows as a good end', () => {
  test.each(['aws', 'openai', 'groq', 'openrouter'] as const)(
    '%s: the text so far, and an end that says it was interrupted',
    async (provider) => {
      const answer = await fetch(`${rig().proxy.url}/api/ai/stream`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ provider, messages: [{ role: 'user', content: cutMark }] }),
      })
      const decoder = new TextDecoder()
      let body = ''
      for await (const bytes of answer.body ?? []) {
        body += decoder.decode(bytes, { stream: true })
        if (textIn(eventsOf(body.slice(0, body.lastIndexOf('\n\n') + 2))) !== '')
          loseHeldConnections()
      }
      const events = eventsOf(body)
      const end = endEventSchema.parse(JSON.parse(events.at(-1)?.data ?? ''))
      expect(end.outcome).toBe('interrupted')
      expect(end.error).toMatchObject({ code: 'interrupted', provider })
      expect(textIn(events).length).toBeGreaterThan(0)
      expect(text.startsWith(textIn(events.slice(0, -1)))).toBe(true)
    },
  )
})

describe('when a key is refused', () => {
  test.each(['aws', 'openai', 'groq', 'openrouter'] as const)(
    '%s: an error that keeps it to itself',
    async (provider) => {
      const lone = await startProxyProcess({
        PORTKEY_BASE_URL: `${rig().gateway.url}/v1`,
        LOG_LEVEL: 'info',
        [keyVariable(provider)]: 'sk-wrong-canary-55aa',
        [keyVariable(provider).replace('_API_KEY', '_BASE_URL')]: rig().bases[provider],
      })
      try {
        const answer = await fetch(`${lone.url}/api/ai/stream`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ provider, messages: [{ role: 'user', content: 'hello' }] }),
        })
        const { all, body } = await readAnswer(answer)
        expect(answer.status).toBe(502)
        expect(JSON.parse(body).error).toMatchObject({ code: 'key_rejected', provider })
        expect(all).not.toContain('sk-wrong-canary-55aa')
        expectNoSecrets(all)
        expect(lone.output()).not.toContain('sk-wrong-canary-55aa')
      } finally {
        await lone.stop()
      }
    },
  )
})

function keyVariable(provider: Provider): string {
  return provider === 'aws' ? 'ANTHROPIC_API_KEY' : `${provider.toUpperCase()}_API_KEY`
}
