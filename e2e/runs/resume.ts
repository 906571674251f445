import { readdirSync } from 'node:fs'
import { buildGateway } from '../../apps/demo-gateway/src/server.ts'
import { readTranscript } from '../../apps/proxy/src/testing/transcripts.ts'
import { inPool } from '../fuzz/pool.ts'
import { createRandom } from '../fuzz/random.ts'
import { startProxy, startUpstream } from '../proxy/harness.ts'
import { openRequest } from './live-request.ts'

export type ResumeReport = {
  readonly cuts: number
  readonly exact: number
  /** How many of the cuts came while the reply was still being written. */
  readonly live: number
  readonly failures: readonly string[]
}

const folder = new URL('../../apps/proxy/src/testing/__fixtures__/', import.meta.url)
const recorded = readdirSync(folder)
  .map((file) => file.replace('.txt', ''))
  .filter((name) => /event-stream/.test(readTranscript(name).headers['content-type'] ?? ''))
const demo = ['normal', 'burst', 'split-utf8', 'crlf', 'tools', 'reasoning', 'mid-error', 'cut']
const clocks = { RATE_LIMIT_PER_MINUTE: '0', MAX_RUNS_PER_CLIENT: '0', RESUME_WINDOW_MS: '20000' }

/**
 * Cuts real streams (recorded ones, and the demo gateway's) at random bytes and reads on: what came
 * before and after the cut must be what an uninterrupted reader gets.
 */
export async function verifyResume(options: {
  readonly seed: number
  readonly count: number
}): Promise<ResumeReport> {
  const gateway = buildGateway({ pace: 0 })
  const gatewayUrl = await gateway.listen({ host: '127.0.0.1', port: 0 })
  const upstream = await startUpstream((response, { body }) => {
    const { status, headers, body: text } = readTranscript(/case ([\w-]+)/.exec(body)?.[1] ?? '')
    response.writeHead(status, { 'content-type': headers['content-type'] })
    const bytes = Buffer.from(text)
    let offset = 0
    const more = (): void => {
      if (offset >= bytes.length) return void response.end()
      response.write(bytes.subarray(offset, (offset += 97)))
      setImmediate(more)
    }
    more()
  })
  const proxies = {
    recorded: await startProxy(upstream.url, clocks),
    demo: await startProxy(gatewayUrl, clocks),
  }
  const report = { cuts: 0, exact: 0, live: 0, failures: [] as string[] }

  await inPool(options.count, 8, async (index) => {
    const random = createRandom(options.seed, index)
    const kind = random.pick(['recorded', 'demo'] as const)
    const name = random.pick(kind === 'demo' ? demo : recorded)
    const content = kind === 'demo' ? `Summarise it. [[demo: ${name}]]` : `case ${name}`
    const { url } = proxies[kind]
    const cut = 250 + random.int(random.pick([200, 2000, 8000]))
    const request = openRequest(`${url}/api/ai/stream`, {
      provider: random.pick(['aws', 'openai', 'groq', 'openrouter']),
      messages: [{ role: 'user', content }],
    })
    const first = (await request.until(cut)).subarray(0, cut)
    request.leave()
    const runId = /"runId":"([^"]+)"/.exec(first.toString())?.[1]
    const run = `${url}/api/ai/runs/${runId}`
    const rest = Buffer.from(await (await fetch(`${run}?after=${first.length}`)).arrayBuffer())
    const all = Buffer.from(await (await fetch(run)).arrayBuffer())
    report.cuts += 1
    if (rest.length > 0) report.live += 1
    const isExact = Buffer.concat([first, rest]).equals(all) && all.includes('event: end\n')
    if (isExact) report.exact += 1
    else report.failures.push(`case ${index}: ${kind} ${name} cut at ${first.length}`)
  })
  await proxies.recorded.close()
  await proxies.demo.close()
  await upstream.close()
  await gateway.close()
  return report
}
