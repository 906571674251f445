import { afterAll, beforeAll } from 'vitest'
import { buildGateway, type Gateway } from '../server.ts'
import type { Family } from '../wire/types.ts'
import { rawPost, type RawAnswer, type RawRequest } from './raw-client.ts'

export type Ask = {
  readonly script?: string
  readonly family?: Family | string
  readonly model?: string
  readonly content?: string
  readonly stream?: boolean
  readonly body?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly until?: RawRequest['until']
  readonly keepAlive?: boolean
}

export type TestGateway = {
  readonly gateway: () => Gateway
  readonly url: () => string
  readonly ask: (ask?: Ask) => Promise<RawAnswer>
}

/** A recording gateway at full speed on a port of its own, for the tests of one file. */
export function useGateway(): TestGateway {
  let running: { gateway: Gateway; url: string } | undefined
  const current = (): { gateway: Gateway; url: string } => {
    if (!running) throw new Error('The gateway runs only inside tests.')
    return running
  }
  beforeAll(async () => {
    const gateway = buildGateway({ pace: 0, record: true })
    running = { gateway, url: await gateway.listen({ host: '127.0.0.1', port: 0 }) }
  })
  afterAll(() => running?.gateway.close())
  return {
    gateway: () => current().gateway,
    url: () => current().url,
    ask: (ask = {}) =>
      rawPost(current().url, {
        headers: {
          ...(ask.family !== '' && { 'x-portkey-provider': ask.family ?? 'openai' }),
          ...(ask.script && { 'x-demo-script': ask.script }),
          authorization: 'Bearer sk-canary-1234567890',
          ...ask.headers,
        },
        body: JSON.stringify({
          model: ask.model ?? 'gpt-4o-mini',
          stream: ask.stream ?? true,
          max_tokens: 2000,
          messages: [{ role: 'user', content: ask.content ?? 'Summarise the ticket, please.' }],
          ...ask.body,
        }),
        ...(ask.until && { until: ask.until }),
        ...(ask.keepAlive && { keepAlive: true }),
      }),
  }
}
