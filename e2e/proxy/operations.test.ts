import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ask, goodEnd, startProxy, startStream, startUpstream, textChunk } from './harness.ts'

test.each(['alerts.yml', 'dashboard.json', 'README.md'])(
  'every metric that %s names is there',
  async (file) => {
    const text = readFileSync(new URL(`../../docs/operations/${file}`, import.meta.url), 'utf8')
    const named = new Set(text.match(/askdesk_[a-z0-9_]+[a-z0-9]/g))
    const upstream = await startUpstream((response) => {
      startStream(response)
      response.end(textChunk('x') + goodEnd)
    })
    const proxy = await startProxy(upstream.url)
    await (await ask(proxy)).text()
    const metrics = await (await fetch(`${proxy.url}/metrics`)).text()
    await proxy.close()
    await upstream.close()
    expect(named.size).toBeGreaterThan(3)
    for (const name of named) expect(metrics).toContain(name)
  },
)
