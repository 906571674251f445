import { describe, expect, test } from 'vitest'
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
} from './rig.ts'

const rig = useRig()

describe('through the OpenAI-compatible endpoint and the gateway', () => {
  test.each(choices)('%s/%s is answered to any OpenAI client', async (provider, model) => {
    const route = routeOf(provider, model)
    for (const stream of [true, false]) {
      const answer = await fetch(`${rig().proxy.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: `${provider}/${model}`,
          stream,
          messages: [{ role: 'user', content: 'Is everything all right?' }],
        }),
      })
      const { all, body } = await readAnswer(answer)
      expect(answer.status).toBe(200)
      expect(stream ? textIn(eventsOf(body)) : JSON.parse(body).choices[0].message.content).toBe(
        text,
      )
      expect(rig().standIns[provider].requests().at(-1)?.body['model']).toBe(route.upstream)
      expect(lastKey(provider, rig().standIns[provider])).toBe(keys[provider])
      expectNoSecrets(all)
    }
  })
})
