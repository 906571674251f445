import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { useGateway } from '../testing/gateway.ts'
import { chunksOf, eventData, finishReasons, textOf } from '../testing/sse.ts'
import { families, type Family } from '../wire/types.ts'

const { ask } = useGateway()
const marker = '[[demo:tools]]'
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { enum: ['C', 'F'] } },
      required: ['city', 'unit'],
    },
  },
}
const search = { type: 'function', function: { name: 'search' } }
const question = { role: 'user', content: `${marker} Is it raining?` }
const call = {
  role: 'assistant',
  content: null,
  tool_calls: [
    { id: 'call_demo1', type: 'function', function: { name: 'get_weather', arguments: '{}' } },
  ],
}
const result = { role: 'tool', tool_call_id: 'call_demo1', content: '{"rain":"heavy"}' }

type Body = Readonly<Record<string, unknown>>

/** The call and the words of a streamed answer. */
async function streamed(body: Body, family: Family = 'openai', headers = {}) {
  const answer = await ask({ family, body, headers })
  const events = eventData(answer.body)
  const calls = chunksOf(events).flatMap((chunk) => chunk.choices?.[0]?.delta?.tool_calls ?? [])
  return {
    name: calls.map((piece) => piece.function.name ?? '').join(''),
    input: calls.map((piece) => piece.function.arguments ?? '').join(''),
    text: textOf(events),
    finish: finishReasons(events),
  }
}

describe.each(families)('%s', (family) => {
  test('calls the tool on offer, and answers in words once it has the result', async () => {
    const first = await streamed({ tools: [weather], messages: [question] }, family)
    expect(first.name).toBe('get_weather')
    expect(JSON.parse(first.input)).toEqual({ city: expect.any(String), unit: 'C' })
    const second = await streamed({ tools: [weather], messages: [question, call, result] }, family)
    expect(second).toMatchObject({ name: '', finish: ['stop'] })
    expect(second.text).toContain('{"rain":"heavy"}')
  })
})

describe('a loop ends', () => {
  test.each<[string, Body]>([
    ['after several results', { messages: [question, call, result, result] }],
    [
      'with instructions behind the result',
      { messages: [question, call, result, { role: 'system', content: 'Go on.' }] },
    ],
    [
      'though a tool must be called',
      { tool_choice: 'required', messages: [question, call, result] },
    ],
    ['where no tool may be called', { tool_choice: 'none', messages: [question] }],
  ])('%s', async (_name, body) => {
    const { name, finish } = await streamed({ tools: [weather], ...body })
    expect({ name, finish }).toEqual({ name: '', finish: ['stop'] })
  })

  test('of a script that the header chose', async () => {
    const headers = { 'x-demo-script': 'tools' }
    const body = { tools: [weather], messages: [{ role: 'user', content: 'Hi' }] }
    expect((await streamed(body, 'openai', headers)).name).toBe('get_weather')
    const after = { ...body, messages: [...body.messages, call, result] }
    expect((await streamed(after, 'openai', headers)).name).toBe('')
  })

  test('and a next question begins another, under another id', async () => {
    const messages = [question, call, result, { role: 'assistant', content: 'Yes.' }, question]
    const answer = await ask({ body: { tools: [weather], messages } })
    expect(answer.body.toString()).toContain('"id":"call_demo2"')
  })
})

describe('a tool is called without a marker', () => {
  const messages = [{ role: 'user', content: 'Hello' }]
  test.each([
    ['required', [search, weather], 'search'],
    [{ type: 'function', function: { name: 'get_weather' } }, [search, weather], 'get_weather'],
    ['auto', [search], ''],
    ['required', [], ''],
  ])('where the choice is %j', async (choice, tools, name) => {
    expect((await streamed({ tools, tool_choice: choice, messages })).name).toBe(name)
  })
})

describe('response_format is honoured', () => {
  const schema: z.core.JSONSchema.JSONSchema = {
    type: 'object',
    properties: {
      category: { enum: ['billing', 'bug'] },
      urgent: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
    },
    required: ['category', 'urgent', 'tags'],
    additionalProperties: false,
  }
  const format = { type: 'json_schema', json_schema: { name: 'ticket', strict: true, schema } }

  test.each(families)('by %s, streamed', async (family) => {
    const { text, finish } = await streamed({ response_format: format }, family)
    expect(z.fromJSONSchema(schema).safeParse(JSON.parse(text))).toMatchObject({ success: true })
    expect(finish).toEqual(['stop'])
  })

  test('not streamed', async () => {
    const answer = await ask({ stream: false, body: { response_format: format } })
    const { choices } = JSON.parse(answer.body.toString())
    expect(JSON.parse(choices[0].message.content)).toMatchObject({ category: 'billing' })
  })

  test('an object without a schema, and words where text is asked for', async () => {
    const { text } = await streamed({ response_format: { type: 'json_object' } })
    expect(JSON.parse(text)).toEqual({ answer: expect.any(String) })
    const words = await streamed({ response_format: { type: 'text' } })
    expect(words.text).toContain('demo gateway')
  })

  test('at the end of a loop', async () => {
    const messages = [question, call, result]
    const { text } = await streamed({ tools: [weather], response_format: format, messages })
    expect(JSON.parse(text)).toMatchObject({ urgent: true })
  })

  test.each([null, 'json', { type: 7 }, { type: 'json_schema' }])(
    '%j breaks nothing',
    async (odd) => {
      expect((await ask({ body: { response_format: odd } })).status).toBe(200)
    },
  )
})
