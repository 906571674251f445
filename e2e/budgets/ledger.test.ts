import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ledgerRowSchema, type LedgerRow } from '@askdesk/contracts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  goodEnd,
  readerOf,
  readUntil,
  split,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
} from '../proxy/harness.ts'
import {
  ask,
  cost,
  post,
  question,
  removeFolders,
  settings,
  startGateway,
  tokens,
  usage,
  type Gateway,
  type Settings,
} from './desk.ts'

let gateway: Gateway
let made: Settings
let proxy: Proxy

beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(async () => {
  made = settings([], { RESUME_WINDOW_MS: '40' })
  proxy = await startProxy(gateway.url, made.env)
})
afterEach(() => proxy.close())
afterAll(async () => {
  await gateway.close()
  removeFolders()
})

const file = (): string => join(made.env['STATE_DIR'] ?? '', 'usage.jsonl')

function rows(): LedgerRow[] {
  const lines = readFileSync(file(), 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => ledgerRowSchema.parse(JSON.parse(line)))
}

/** The rows once there are so many; one more would be seen as well. */
async function rowsOnce(count: number): Promise<LedgerRow[]> {
  await expect.poll(() => rows().length).toBe(count)
  return rows()
}

function says(text: string, fields: object = {}): object {
  return { ...question, ...fields, messages: [{ role: 'user', content: text }] }
}

const v1 = {
  model: `${question.provider}/${question.model}`,
  max_tokens: question.maxTokens,
  messages: question.messages,
}

test('each reply leaves one row: of either door, streamed or not, however it ended', async () => {
  const trace: Record<string, string> = {}
  const page = async (name: string, body: object): Promise<void> => {
    const response = await post(proxy, 'maya', body)
    const text = Buffer.from(await response.arrayBuffer())
    if (response.status === 200) trace[name] = split(text).end.receipt.traceId
    else trace[name] = JSON.parse(text.toString()).error.traceId
  }
  await page('length', { ...question, skill: 'draft' })
  await page('complete', says('[[demo:echo]] Hi', { maxTokens: 4000 }))
  await page('error', says('[[demo:mid-error after=3]] Hi'))
  await page('refused', says('[[demo:429]] Hi'))
  for (const stream of [true, false]) {
    const response = await post(proxy, 'noor', { ...v1, stream }, '/v1/chat/completions')
    trace[`api ${stream}`] = response.headers.get('x-request-id') ?? ''
    await response.text()
  }
  const found = await rowsOnce(6)
  const byTrace = new Map(found.map((row) => [row.traceId, row]))
  const of = (name: string): LedgerRow | undefined => byTrace.get(trace[name] ?? '')
  const full = { provider: 'openai', model: 'gpt-4.1', usageIs: 'reported', completionTokens: 40 }
  const cents = { amount: expect.closeTo(cost, 9), currency: 'USD' }
  const maya = { person: 'maya', owner: 'name:maya', door: 'page' }
  const noor = { person: 'noor', owner: 'name:noor', door: 'openai' }
  expect(of('length')).toMatchObject({
    ...full,
    ...maya,
    outcome: 'length',
    skill: 'draft',
    cost: cents,
  })
  expect(of('complete')).toMatchObject({ ...maya, outcome: 'complete' })
  expect(of('error')).toMatchObject({ ...maya, outcome: 'error' })
  expect(of('refused')).toMatchObject({ outcome: 'error', promptTokens: 0, completionTokens: 0 })
  expect(of('refused')).not.toHaveProperty('cost')
  expect(of('api true')).toMatchObject({ ...noor, provider: 'openai', outcome: 'length' })
  expect(of('api false')).toMatchObject({ ...full, ...noor, outcome: 'length', cost: cents })
  expect(readFileSync(file(), 'utf8')).not.toMatch(/tides|Hi\b/)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
})

test('a reply that is stopped, left, or read on elsewhere leaves one row as well', async () => {
  const slow = says('[[demo:slow ms=20]] Tell me of the sea', { maxTokens: 4000 })
  const begin = async () => {
    const leave = new AbortController()
    const response = await fetch(`${proxy.url}/api/ai/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.maya}` },
      body: JSON.stringify(slow),
      signal: leave.signal,
    })
    const head = await readUntil(readerOf(response), '\n\n')
    const runId = /"runId":"([^"]+)"/.exec(head.toString())?.[1] ?? ''
    const call = (method: string, query = '') =>
      fetch(`${proxy.url}/api/ai/runs/${runId}${query}`, {
        method,
        headers: { authorization: `Bearer ${tokens.maya}` },
      })
    return { leave, call }
  }
  const stopped = await begin()
  const elsewhere = stopped.call('GET', '?after=0').then((response) => response.text())
  await stopped.call('DELETE')
  await elsewhere
  expect(await rowsOnce(1)).toMatchObject([{ outcome: 'stopped', usageIs: 'estimated' }])
  const left = await begin()
  left.leave.abort()
  expect(await rowsOnce(2)).toHaveLength(2)
  // On the other door a client that hangs up ends the reply at once.
  const hangsUp = new AbortController()
  const api = await fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.maya}` },
    body: JSON.stringify({
      ...v1,
      stream: true,
      messages: [{ role: 'user', content: '[[demo:slow ms=20]] Hi' }],
    }),
    signal: hangsUp.signal,
  })
  await readUntil(readerOf(api), '\n\n')
  hangsUp.abort()
  expect((await rowsOnce(3)).map(({ door }) => door)).toEqual(['page', 'page', 'openai'])
})

test('a question that another provider answers is one row, of who answered at what cost', async () => {
  const upstream = await startUpstream((response, { headers }) => {
    if (headers['x-portkey-provider'] === 'openai') {
      response.writeHead(503).end()
      return
    }
    startStream(response)
    const usage = {
      prompt_tokens: 7,
      completion_tokens: 3,
      total_tokens: 10,
      cost: 0.0123,
      prompt_tokens_details: { cached_tokens: 4 },
    }
    response.end(`${textChunk('Hi')}data: ${JSON.stringify({ choices: [], usage })}\n\n${goodEnd}`)
  })
  const other = await startProxy(upstream.url, made.env)
  await ask(other, 'maya', { ...question, fallback: ['groq'] })
  expect(upstream.requests).toHaveLength(2)
  expect(await rowsOnce(1)).toMatchObject([
    {
      provider: 'groq',
      outcome: 'complete',
      promptTokens: 7,
      completionTokens: 3,
      cachedTokens: 4,
      cost: { amount: 0.0123, currency: 'USD', is: 'reported' },
    },
  ])
  await other.close()
  await upstream.close()
})

const sum = (runs: number) => ({
  runs,
  completionTokens: 40 * runs,
  cost: { amount: expect.closeTo(runs * cost, 9), is: 'list' },
})

test('people see their own usage, admins everybody’s, and days and groups are checked', async () => {
  await ask(proxy, 'maya', { ...question, skill: 'draft' })
  await ask(proxy, 'noor')
  await ask(proxy, 'noor')
  const today = new Date().toISOString().slice(0, 10)
  const [own, all, models, skills, days, before] = await Promise.all([
    usage(proxy, 'noor', '?by=person'),
    usage(proxy, 'boss', '?by=person'),
    usage(proxy, 'boss', '?by=model'),
    usage(proxy, 'boss', '?by=skill'),
    usage(proxy, 'boss', `?from=${today}&to=${today}&by=day`),
    usage(proxy, 'boss', '?from=2026-01-01&to=2026-01-31'),
  ])
  expect(own.rows).toMatchObject([{ key: 'noor', ...sum(2) }])
  expect(all.rows).toMatchObject([
    { key: 'maya', ...sum(1) },
    { key: 'noor', ...sum(2) },
  ])
  expect(models.rows).toMatchObject([{ key: 'openai/gpt-4.1', ...sum(3) }])
  expect(skills.rows.map(({ key, runs }) => [key, runs])).toEqual([
    ['draft', 1],
    ['none', 2],
  ])
  expect(days.rows).toMatchObject([{ key: today, ...sum(3) }])
  expect(before.rows).toEqual([])
  const get = (query: string) =>
    fetch(`${proxy.url}/api/ai/usage${query}`, {
      headers: { authorization: `Bearer ${tokens.boss}` },
    })
  const wrong = await get('?from=2026-02-31&to=soon&by=mood&format=pdf')
  expect(wrong.status).toBe(400)
  expect(await wrong.json()).toMatchObject({
    error: {
      message:
        'The question for usage is wrong: to must be a day such as 2026-11-26. from must be a day such as 2026-11-26. by must be one of person, provider, model, skill, day. format must be json or csv.',
    },
  })
  const csv = await get('?by=person&format=csv')
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="usage-.+\.csv"$/)
  expect(await csv.text()).toMatch(
    /^person,runs,prompt_tokens,completion_tokens,cost,currency,cost_is\r\nmaya,1,\d+,40,0\.\d+,USD,list\r\nnoor,2,/,
  )
  const metrics = await (
    await fetch(`${proxy.url}/metrics`, { headers: { authorization: `Bearer ${tokens.boss}` } })
  ).text()
  expect(metrics).toContain(
    'askdesk_tokens_total{provider="openai",model="gpt-4.1",kind="completion"} 120',
  )
  expect(metrics).toMatch(
    /askdesk_cost_usd_total\{provider="openai",model="gpt-4.1",is="list"\} 0\.\d+/,
  )
})
