import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { buildApp } from '../../apps/tickets/src/app.ts'
import { openDatabase } from '../../apps/tickets/src/db/open.ts'
import { createDesk } from '../../apps/tickets/src/desk.ts'
import { testAccess } from '../../apps/tickets/src/testing/access.ts'
import { findPrograms } from '../replicas/debian.ts'
import { ask, startProxy, startUpstream } from './harness.ts'

// Real scrapes before and after a first failure, judged by Prometheus's own tool.
const rules = fileURLToPath(new URL('../../docs/operations/alerts.yml', import.meta.url))
const promtool = findPrograms({ promtool: 'prometheus' })?.promtool ?? 'promtool'

type Series = { readonly series: string; readonly values: string }

/** The alerts that fire at `minute`, each as `NAME label=value …`. */
function firing(series: readonly Series[], minute: number, names: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-alerts-'))
  // Every alert is expected with a label that none has: promtool then says what it really found.
  const found = names.filter((name) => {
    const file = join(folder, `${name}.yml`)
    const silent = { eval_time: `${minute}m`, alertname: name, exp_alerts: [] }
    const test = { interval: '1m', input_series: series, alert_rule_test: [silent] }
    writeFileSync(file, JSON.stringify({ rule_files: [rules], tests: [test] }))
    const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', file], {
      encoding: 'utf8',
    })
    if (status !== 0 && !/exp:\[/.test(stdout + stderr)) throw new Error(stdout + stderr)
    return status !== 0
  })
  rmSync(folder, { recursive: true })
  return found
}

/** Every series of two scrapes: ten minutes as it was, from then on as it is. */
function timeline(before: string, after: string): Series[] {
  const earlier = new Map(samples(before))
  return samples(after).map(([series, value]) => {
    const first = earlier.get(series)
    return { series, values: `${first === undefined ? '_x9' : `${first}+0x9`} ${value}+0x30` }
  })
}

/** The counters and histograms of the exposition format. */
function samples(text: string): [series: string, value: string][] {
  return [...text.matchAll(/^(askdesk_\w+(?:_total|_bucket|_count|_sum)\{.*\}) (\S+)$/gm)].map(
    ([, series = '', value = '']) => [series, value],
  )
}
const all = [
  'AskdeskKeyRejected',
  'AskdeskRepliesFail',
  'AskdeskFirstTokenSlow',
  'AskdeskRateLimited',
  'AskdeskTicketsFail',
  'AskdeskLoopLags',
  'AskdeskDown',
]

test('Prometheus reads the rules, and they are those that are tried here', () => {
  const { status, stdout } = spawnSync(promtool, ['check', 'rules', rules], { encoding: 'utf8' })
  expect(status).toBe(0)
  expect(stdout).toContain(`${all.length} rules found`)
})

test.each([
  [401, '{"error":{"message":"no"}}', 'AskdeskKeyRejected'],
  [402, '{"error":{"message":"no credit"}}', 'AskdeskKeyRejected'],
  [429, '{"error":{"message":"slow down"}}', 'AskdeskRateLimited'],
  [500, '{"error":{"message":"broken"}}', undefined],
])('a first %i fires within the minute, a lasting one as failing replies', async (...row) => {
  const [status, body, name] = row
  const upstream = await startUpstream((response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  const proxy = await startProxy(upstream.url)
  const scrape = async (): Promise<string> => (await fetch(`${proxy.url}/metrics`)).text()
  const before = await scrape()
  await (await ask(proxy)).text()
  const after = await scrape()
  await proxy.close()
  await upstream.close()
  const series = timeline(before, after)
  expect(firing(series, 9, all)).toEqual([])
  expect(firing(series, 11, all)).toEqual(name ? [name] : [])
  expect(firing(series, 16, all)).toContain('AskdeskRepliesFail')
})

test('the first request that the tickets API fails fires', async () => {
  const { database, close } = await openDatabase({ kind: 'pglite', folder: 'memory://' })
  const desk = createDesk({ database, currentAgent: 'Maya Lindqvist' })
  const app = await buildApp({ ...desk, access: testAccess() })
  const scrape = async (): Promise<string> => (await app.inject('/metrics')).body
  const before = await scrape()
  await close()
  expect((await app.inject('/api/tickets/1042')).statusCode).toBe(503)
  const after = await scrape()
  await app.close()
  const series = timeline(before, after)
  expect(firing(series, 9, all)).toEqual([])
  expect(firing(series, 11, all)).toEqual(['AskdeskTicketsFail'])
})

test('one slow reply, a lagging loop and a service that is away fire', async () => {
  const upstream = await startUpstream((response) => void response.end())
  const proxy = await startProxy(upstream.url)
  const fresh = await (await fetch(`${proxy.url}/metrics`)).text()
  await proxy.close()
  await upstream.close()
  // A reply that took 12 s to begin is in the buckets from 16 s on.
  const slow = fresh.replace(
    /^(askdesk_time_to_first_token_seconds_bucket\{le="(?:16|32|64|\+Inf)",provider="groq"\}) 0$/gm,
    '$1 1',
  )
  expect(slow).not.toBe(fresh)
  expect(firing(timeline(fresh, slow), 16, all)).toEqual(['AskdeskFirstTokenSlow'])
  const lag = [{ series: 'askdesk_proxy_nodejs_eventloop_lag_p99_seconds', values: '0.5+0x20' }]
  expect(firing(lag, 6, all)).toEqual(['AskdeskLoopLags'])
  for (const job of ['askdesk', 'askdesk-proxy', 'askdesk-tickets']) {
    expect(firing([{ series: `up{job="${job}"}`, values: '0+0x20' }], 3, all)).toEqual([
      'AskdeskDown',
    ])
  }
})

test('the names of the metrics are as Prometheus wants them', async () => {
  const upstream = await startUpstream((response) => void response.end())
  const proxy = await startProxy(upstream.url)
  const input = await (await fetch(`${proxy.url}/metrics`)).text()
  await proxy.close()
  await upstream.close()
  const { stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], { input, encoding: 'utf8' })
  expect(stdout + stderr).not.toContain('should not have "_total"')
})
