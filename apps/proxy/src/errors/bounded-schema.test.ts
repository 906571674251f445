import { expect, test } from 'vitest'
import { z } from 'zod'
import { listOf, mapOf } from './bounded-schema.ts'
import { readCompletionBody } from '../openai/completion-body.ts'
import { describeProblems } from '../http/stream-body.ts'

/** A schema that counts how often it is asked. */
function counting() {
  let asked = 0
  const schema = z.custom<number>((value) => {
    asked += 1
    return typeof value === 'number'
  })
  return { schema, asked: () => asked }
}

test.each([100, 200, 400])('of %i wrong items a few are looked at', (length) => {
  const { schema, asked } = counting()
  const wrong = Array.from({ length }, () => 'wrong')
  expect(listOf(schema, 1000).safeParse(wrong).error?.issues).toHaveLength(5)
  expect(asked()).toBe(5)
  const map = Object.fromEntries(wrong.map((value, index) => [index, value]))
  expect(mapOf(z.string(), schema, 1000).safeParse(map).error?.issues).toHaveLength(5)
  expect(asked()).toBe(10)
})

test('what is too long is not looked into', () => {
  const { schema, asked } = counting()
  const long = Array.from({ length: 1001 }, () => 1)
  expect(listOf(schema, 1000).safeParse(long).error?.issues).toHaveLength(1)
  const map = Object.fromEntries(long.entries())
  expect(mapOf(z.string(), schema, 1000).safeParse(map).error?.issues).toHaveLength(1)
  expect(asked()).toBe(0)
})

test('what is right comes through as it is', () => {
  expect(listOf(z.number(), 3).parse([1, 2, 3])).toEqual([1, 2, 3])
  expect(mapOf(z.string(), z.number(), 2).parse({ a: 1, b: 2 })).toEqual({ a: 1, b: 2 })
  expect(mapOf(z.string(), z.number(), 2).safeParse([1]).success).toBe(false)
})

const good = { model: 'groq/auto', messages: [{ role: 'user', content: 'Hi' }] }
const many = (length: number, value: unknown) => Array.from({ length }, () => value)

test.each([
  ['logit_bias', { logit_bias: Object.fromEntries(many(90_000, 'x').entries()) }],
  ['messages', { messages: many(60_000, 7) }],
  ['parts', { messages: [{ role: 'user', content: many(60_000, { type: 'x' }) }] }],
  ['tools', { tools: many(60_000, { type: 'x' }) }],
  ['stop', { stop: many(60_000, 1) }],
  ['tool_calls', { messages: [{ role: 'assistant', tool_calls: many(60_000, 1) }] }],
  ['wrong messages within the bounds', { messages: many(1999, { role: 'user', content: 7 }) }],
])('a body of many wrong %s is refused in a few words', (_name, fields) => {
  expect(() => readCompletionBody({ ...good, ...fields })).toThrow(/^.{1,900}$/)
})

test('a long key does not come back whole', () => {
  const body = { ...good, logit_bias: { ['k'.repeat(900_000)]: 1 } }
  expect(() => readCompletionBody(body)).toThrow(/^.{1,300}$/)
  const error = new z.ZodError([
    { code: 'custom', path: ['a'.repeat(5000)], message: 'b'.repeat(5000), input: 1 },
  ])
  expect(describeProblems(error).length).toBeLessThan(400)
})
