import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

describe('the configuration', () => {
  test('has defaults, and an empty variable is an absent one', () => {
    expect(readConfig({ PORT: '' })).toEqual({
      ok: true,
      config: { host: '127.0.0.1', port: 8790, pace: 1, record: false, logLevel: 'warn' },
    })
  })

  test('reports every problem at once', () => {
    const result = readConfig({ PORT: '99999', DEMO_PACE: 'fast', DEMO_RECORD: 'yes' })
    expect(result.ok).toBe(false)
    expect(result.ok ? [] : result.problems).toEqual([
      expect.stringMatching(/^PORT: /),
      expect.stringMatching(/^DEMO_PACE: /),
      expect.stringMatching(/^DEMO_RECORD: /),
    ])
  })

  test.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['127.0.0.1.example.com', false],
  ])('records on %s: %s', (HOST, ok) => {
    expect(readConfig({ HOST, DEMO_RECORD: 'true' }).ok).toBe(ok)
  })
})
