import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { usageResponseSchema, type UsageResponse } from '@askdesk/contracts'
import { buildGateway } from '../../apps/demo-gateway/src/server.ts'
import { boundPromptTokens } from '../../apps/proxy/src/ask/prompt-bound.ts'
import type { Proxy } from '../proxy/harness.ts'

/** Dollars a million tokens: a token of each kind is a round number of billionths. */
const price = { input: 2, output: 8 }
const maxTokens = 40

export const tokens = {
  maya: 'maya-token-of-24-letters-1',
  boss: 'boss-token-of-24-letters-1',
  noor: 'noor-token-of-24-letters-1',
}
export type Name = keyof typeof tokens

/** Every answer runs into its limit, so each question costs the same. */
export const question = {
  provider: 'openai',
  model: 'gpt-4.1',
  maxTokens,
  messages: [{ role: 'user', content: 'Write as much as you can about the tides of the sea.' }],
}
const promptTokens = Math.ceil((question.messages[0]?.content.length ?? 0) / 4)

/** The real cost of one question here, and what is set aside for it, in dollars. */
export const cost = (promptTokens * price.input + maxTokens * price.output) / 1e6
export const worst =
  (boundPromptTokens({ messages: question.messages }) * price.input + maxTokens * price.output) /
  1e6

/** A limit that the tenth question fits into, and the eleventh does not. */
export const forTen = 9 * cost + worst

export type Settings = { readonly folder: string; readonly env: Record<string, string> }

const folders: string[] = []

/** Files and variables of a proxy whose people have budgets. */
export function settings(budgets: unknown, env: Record<string, string> = {}): Settings {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-budgets-'))
  folders.push(folder)
  const write = (name: string, content: unknown): string => {
    const path = join(folder, name)
    writeFileSync(path, JSON.stringify(content))
    return path
  }
  const models = [
    { id: 'gpt-4.1', retiresOn: '2999-01-14', price },
    { id: 'without-price', label: 'Model without a price' },
  ]
  return {
    folder,
    env: {
      STATE_DIR: join(folder, 'state'),
      PROXY_TOKENS: `maya=${tokens.maya},boss:admin=${tokens.boss},noor=${tokens.noor}`,
      CATALOGUE_FILE: write('catalogue.json', { providers: [{ id: 'openai', models }] }),
      BUDGETS_FILE: write('budgets.json', budgets),
      RATE_LIMIT_PER_MINUTE: '0',
      MAX_RUNS_PER_CLIENT: '0',
      ...env,
    },
  }
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

export type Gateway = { readonly url: string; asked(): number; close(): Promise<unknown> }

/** The demo gateway, on a port of its own, that counts what reaches it. */
export async function startGateway(): Promise<Gateway> {
  const gateway = buildGateway({ pace: 0, record: true })
  const url = await gateway.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `${url}/v1`,
    asked: () => gateway.requests().length,
    close: () => gateway.close(),
  }
}

export function post(proxy: Proxy, who: Name, body: unknown, path = '/api/ai/stream') {
  return fetch(proxy.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[who]}` },
    body: JSON.stringify(body),
  })
}

/** Asks and reads the whole answer. Resolves with the status. */
export async function ask(proxy: Proxy, who: Name = 'maya', body: unknown = question) {
  const response = await post(proxy, who, body)
  await response.text()
  return response.status
}

export async function usage(proxy: Proxy, who: Name, query = ''): Promise<UsageResponse> {
  const response = await fetch(`${proxy.url}/api/ai/usage${query}`, {
    headers: { authorization: `Bearer ${tokens[who]}` },
  })
  return usageResponseSchema.parse(await response.json())
}
