import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ask, goodEnd, startProxy, startStream, startUpstream, textChunk } from './harness.ts'

test.each(['alerts.yml', 'dashboard.json', 'README.md'])(
  'every metric that %s names is there',
  async (file) => {
    const text = readFileSync(new URL(`../../docs/operations/${file}`, import.meta.url), 'utf8')
    // The others' are looked at beside their rules, in alerts.test.ts.
    const named = new Set(text.match(/askdesk_(?!tickets_|web_)[a-z0-9_]+[a-z0-9]/g))
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

test('every series that an alert looks at is there at zero before the first question', async () => {
  const upstream = await startUpstream((response) => void response.writeHead(401).end('{}'))
  const proxy = await startProxy(upstream.url)
  const read = async (): Promise<string> => (await fetch(`${proxy.url}/metrics`)).text()
  const fresh = await read()
  await (await ask(proxy)).text()
  const after = await read()
  await proxy.close()
  await upstream.close()
  const causes = [
    'key_rejected',
    'budget_exceeded',
    'rate_limited',
    'upstream_error',
    'interrupted',
  ]
  for (const provider of ['aws', 'openai', 'groq', 'openrouter']) {
    for (const cause of causes) {
      expect(fresh).toContain(
        `askdesk_upstream_errors_total{provider="${provider}",cause="${cause}"} 0\n`,
      )
    }
    for (const outcome of ['complete', 'error', 'interrupted', 'refused']) {
      expect(fresh).toMatch(
        new RegExp(
          `^askdesk_runs_total\\{provider="${provider}",model="[^"]+",outcome="${outcome}"\\} 0$`,
          'm',
        ),
      )
    }
  }
  // The first failure is an increase from 0 to 1, which fires.
  expect(after).toContain(
    'askdesk_upstream_errors_total{provider="openai",cause="key_rejected"} 1\n',
  )
})
