import { describe, expect, test } from 'vitest'
import { buildGateway } from './server.ts'
import { scripts } from './scripts/registry.ts'

const gateway = buildGateway({ pace: 0 })

describe('beside the chat', () => {
  test('GET / says hey', async () => {
    const answer = await gateway.inject('/')
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toBe('AI Gateway says hey!')
  })

  test('an unknown path is not found in Portkey’s words', async () => {
    const answer = await gateway.inject('/v1/nothing')
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual({ message: 'Not Found', ok: false })
  })

  test('GET /v1/models lists the provider’s models, and needs a provider', async () => {
    const groq = await gateway.inject({
      url: '/v1/models',
      headers: { 'x-portkey-provider': 'groq' },
    })
    expect(groq.json().data.map((model: { id: string }) => model.id)).toContain(
      'openai/gpt-oss-120b',
    )
    const nobody = await gateway.inject('/v1/models')
    expect(nobody.statusCode).toBe(400)
    expect(nobody.json()).toMatchObject({ status: 'failure' })
  })

  test.each([
    [{ trace_id: 't', value: 10, weight: 1, metadata: { a: 'b' } }, 200],
    [{ trace_id: 't', value: -10 }, 200],
    [{ trace_id: 't', value: 11 }, 400],
    [{ trace_id: 't', value: 1.5 }, 400],
    [{ trace_id: 't', value: 1, weight: 2 }, 400],
    [{ value: 1 }, 400],
  ])('feedback %j gets %i', async (payload, status) => {
    const answer = await gateway.inject({ method: 'POST', url: '/v1/feedback', payload })
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toHaveProperty('status', status === 200 ? 'success' : 'failure')
  })

  test('GET /v1/demo/scripts lists them all', async () => {
    const { scripts: listed } = (await gateway.inject('/v1/demo/scripts')).json()
    expect(listed).toHaveLength(scripts.length)
    expect(listed[1]).toEqual({
      name: 'slow-first-byte',
      about: expect.any(String),
      parameters: { ms: { about: 'milliseconds of silence', default: 3000 } },
    })
  })

  test('what was received is not shown unless it is recorded', async () => {
    expect((await gateway.inject('/v1/demo/requests')).statusCode).toBe(404)
    expect(gateway.requests()).toEqual([])
    await expect(gateway.waitForRequest(() => true)).rejects.toThrow('record: true')
  })
})
