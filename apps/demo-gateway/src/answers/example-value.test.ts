import { expect, test } from 'vitest'
import { z } from 'zod'
import { exampleOf } from './example-value.ts'

const person: z.core.JSONSchema.JSONSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, email: { type: 'string', format: 'email' } },
  required: ['name', 'email'],
  additionalProperties: false,
}

test.each<[string, z.core.JSONSchema.JSONSchema]>([
  [
    'texts',
    { type: 'object', properties: { a: { type: 'string', minLength: 80 } }, required: ['a'] },
  ],
  ['a short text', { type: 'string', maxLength: 5 }],
  ['numbers', { type: 'integer', minimum: 3, maximum: 9 }],
  ['a number in steps', { type: 'number', multipleOf: 0.5, minimum: 0.2 }],
  ['numbers below zero', { type: 'number', maximum: -4 }],
  ['numbers beyond a bound', { type: 'integer', exclusiveMinimum: 10 }],
  ['choices', { type: 'string', enum: ['low', 'high'] }],
  ['one value', { const: 7 }],
  ['several types', { type: ['string', 'null'] }],
  ['lists', { type: 'array', items: { type: 'boolean' }, minItems: 3 }],
  ['an empty list', { type: 'array', items: { type: 'string' }, maxItems: 0 }],
  ['lists of objects', { type: 'array', items: person }],
  ['either', { anyOf: [{ type: 'null' }, person] }],
  ['one of', { oneOf: [person, { type: 'number' }] }],
  [
    'both',
    {
      allOf: [
        person,
        { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] },
      ],
    },
  ],
  [
    'definitions',
    {
      $defs: { person },
      type: 'object',
      properties: { a: { $ref: '#/$defs/person' } },
      required: ['a'],
    },
  ],
  [
    'older definitions',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { person },
      $ref: '#/definitions/person',
    },
  ],
])('%s', (_name, schema) => {
  const value = exampleOf(schema)
  expect(z.fromJSONSchema(schema).safeParse(value)).toMatchObject({ success: true })
})

test('a tree that holds itself comes to an end', () => {
  const tree = {
    $defs: {
      node: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
          children: { type: 'array', items: { $ref: '#/$defs/node' } },
        },
        required: ['name', 'next', 'children'],
      },
    },
    $ref: '#/$defs/node',
  }
  expect(exampleOf(tree)).toEqual({ name: expect.any(String), next: null, children: [] })
})

test('references that double at every step are given up', () => {
  const names = Array.from({ length: 40 }, (_, index) => `d${index}`)
  const $defs = Object.fromEntries(
    names.map((name, index) => {
      const next = { $ref: `#/$defs/d${index + 1}` }
      const properties = Object.fromEntries(names.map((key) => [key, next]))
      return [name, { type: 'object', properties }]
    }),
  )
  const text = JSON.stringify(exampleOf({ $defs, $ref: '#/$defs/d0' }))
  expect(text.length).toBeLessThan(200_000)
})

test.each([undefined, null, true, {}, { type: 'object' }, { $ref: '#/nowhere' }, { $ref: '#' }])(
  '%j is no schema to speak of and still gives something',
  (schema) => {
    expect(() => JSON.stringify(exampleOf(schema))).not.toThrow()
  },
)
