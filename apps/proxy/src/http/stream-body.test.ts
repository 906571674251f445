import { expect, test } from 'vitest'
import { readStreamBody } from './stream-body.ts'

test('a provider that is named several times to answer instead is asked once', () => {
  const body = {
    provider: 'aws',
    messages: [{ role: 'user', content: 'Hi' }],
    fallback: ['groq', 'groq', 'openai', 'groq'],
  }
  expect(readStreamBody(Buffer.from(JSON.stringify(body))).fallback).toEqual(['groq', 'openai'])
})
