import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildGateway, type Gateway } from '../../apps/demo-gateway/src/server.ts'
import { startProxy, type Proxy } from '../proxy/harness.ts'

const models = ['aws/auto', 'openai/gpt-4.1', 'groq/auto', 'openrouter/auto']
let gateway: Gateway
let proxy: Proxy

beforeAll(async () => {
  gateway = buildGateway({ pace: 0, record: false })
  const url = await gateway.listen({ host: '127.0.0.1', port: 0 })
  proxy = await startProxy(url, { RATE_LIMIT_PER_MINUTE: '0' })
})
afterAll(async () => {
  await proxy.close()
  await gateway.close()
})

const completions = (): OpenAI.Chat.Completions =>
  new OpenAI({ baseURL: `${proxy.url}/v1`, apiKey: 'any', maxRetries: 0 }).chat.completions

test.each(models)('the SDK’s own tool loop over %s ends in words', async (model) => {
  const inputs: unknown[] = []
  const runner = completions().runTools({
    model,
    stream: true,
    messages: [{ role: 'user', content: '[[demo:tools]] Is it raining in Bonn?' }],
    tools: [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'The weather of a place',
          parameters: {
            type: 'object',
            properties: { city: { type: 'string' } },
            required: ['city'],
          },
          parse: JSON.parse,
          function(input: unknown) {
            inputs.push(input)
            return 'Heavy rain'
          },
        },
      },
    ],
  })
  expect(await runner.finalContent()).toContain('Heavy rain')
  expect(inputs).toEqual([{ city: expect.any(String) }])
})

test.each(models)('%s answers with the JSON that was asked for', async (model) => {
  const { choices } = await completions().create({
    model,
    messages: [{ role: 'user', content: 'Which category?' }],
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: 'triage',
        schema: {
          type: 'object',
          properties: { category: { enum: ['billing', 'bug'] } },
          required: ['category'],
        },
      },
    },
  })
  expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ category: 'billing' })
})
