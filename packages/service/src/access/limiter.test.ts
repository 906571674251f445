import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { createLimiter } from './limiter.ts'

test('more than so many in a minute wait, each client by itself', async () => {
  const limiter = createLimiter('test', 2, undefined)
  expect(await limiter.peek('a')).toBeUndefined()
  expect(await limiter.take('a')).toBeUndefined()
  expect(await limiter.take('a')).toBeUndefined()
  expect(await limiter.peek('a')).toBeGreaterThan(0)
  expect(await limiter.take('a')).toBeGreaterThan(0)
  expect(await limiter.take('b')).toBeUndefined()
})

test('while Redis is away, this process counts', async () => {
  const away = new Redis({
    port: 1,
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: null,
  })
  away.on('error', () => undefined)
  const limiter = createLimiter('test', 2, away)
  expect(await limiter.take('a')).toBeUndefined()
  expect(await limiter.take('a')).toBeUndefined()
  expect(await limiter.take('a')).toBeGreaterThan(0)
  away.disconnect()
})
