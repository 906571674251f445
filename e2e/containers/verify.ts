import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ticketSchema } from '@askdesk/contracts'
import { freePort } from '../product-process.ts'
import { playCompose, type Composition } from './play-compose.ts'

const password = 'a-password-of-the-check'

export type Trial = {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  readonly profiles: readonly string[]
  /** Files below `secrets/`. */
  readonly secrets: Readonly<Record<string, string>>
}

/** Trials that are played: nothing set, a key in `.env`, and the two databases. */
export const trials: readonly Trial[] = [
  { name: 'nothing set: the demo answers', env: {}, profiles: [], secrets: {} },
  {
    name: 'a key and a gateway in .env',
    // The demo gateway again, now in the part of Portkey: it is asked with the key, and named so.
    env: { PORTKEY_API_KEY: 'pk-of-the-check', PORTKEY_BASE_URL: 'http://demo-gateway:8790/v1' },
    profiles: [],
    secrets: {},
  },
  {
    name: 'PostgreSQL and Redis, by their profiles',
    env: {
      DATABASE_URL_FILE: '/secrets/tickets/database_url',
      REDIS_URL_FILE: '/secrets/shared/redis_url',
      SESSION_KEY: 'a-session-key-of-the-check-with-40-letters',
      TICKETS_SEED: 'true',
    },
    profiles: ['postgres', 'redis'],
    secrets: {
      'postgres/password': password,
      'redis/password': password,
      'tickets/database_url': `postgres://askdesk:${password}@postgres:5432/askdesk`,
      'shared/redis_url': `redis://:${password}@redis:6379/0`,
    },
  },
]

/** Plays one trial from nothing to nothing, telling `say` what was seen. Throws at what does not hold. */
export async function playTrial(trial: Trial, say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-compose-'))
  const settings = Object.entries(trial.env).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(folder, '.env'), settings.join(''))
  for (const [path, content] of Object.entries(trial.secrets)) {
    mkdirSync(join(folder, 'secrets', path, '..'), { recursive: true })
    writeFileSync(join(folder, 'secrets', path), content, { mode: 0o644 })
  }
  const port = await freePort()
  const composition = playCompose({
    project: 'askdesk-verify',
    folder,
    environment: { WEB_PORT: String(port) },
    profiles: trial.profiles,
  })
  const page = `http://127.0.0.1:${port}`
  composition.down({ volumes: true })
  try {
    await composition.up()
    say(`healthy: ${composition.names.join(', ')}`)
    await expectPage(page)
    say(`a question through ${page}: ${await askQuestion(page)}`)
    const mark = `check-${Date.now()}`
    await tagTicket(page, mark)
    say(`peak memory after the first start: ${peaks(composition)}`)
    composition.down()
    await composition.up()
    await expectTag(page, mark)
    say('stopped and started again: the ticket is kept as it was changed')
    await askQuestion(page)
    say(`peak memory after a later start: ${peaks(composition)}`)
  } finally {
    composition.down({ volumes: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

async function expectPage(page: string): Promise<void> {
  const text = await (await fetch(page)).text()
  if (!text.includes('<title>Askdesk</title>')) throw new Error('The page is not served.')
}

/** Asks until the web server has heard that the proxy is up; gives who answered, and how it ended. */
async function askQuestion(page: string): Promise<string> {
  const providers = await (await fetch(`${page}/api/ai/providers`)).text()
  const upstream = /"upstream":"?([\w-]+)/.exec(providers)?.[1] ?? 'unknown'
  const response = await fetch(`${page}/api/ai/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"provider":"groq","messages":[{"role":"user","content":"Say hello"}]}',
  })
  const text = await response.text()
  const outcome = /"outcome":"(\w+)"/.exec(text)?.[1]
  if (outcome !== 'complete')
    throw new Error(`The question was not answered: ${text.slice(0, 500)}`)
  return `${outcome}, upstream ${upstream}`
}

const ticketAddress = '/api/tickets/1042'

async function tagTicket(page: string, tag: string): Promise<void> {
  const { version, tags } = ticketSchema.parse(await (await fetch(page + ticketAddress)).json())
  const response = await fetch(page + ticketAddress, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version, tags: [...tags, tag] }),
  })
  if (!response.ok) throw new Error(`The ticket could not be changed: ${response.status}`)
}

async function expectTag(page: string, tag: string): Promise<void> {
  const { tags } = ticketSchema.parse(await (await fetch(page + ticketAddress)).json())
  if (!tags.includes(tag)) throw new Error('The change of a ticket was lost.')
}

/** The largest resident set of each container's first process, as the kernel has kept it. */
function peaks(composition: Composition): string {
  return composition.names
    .map((name) => {
      const status = composition.ask('exec', name, 'cat', '/proc/1/status')
      const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1])
      return `${name} ${Math.round(peak / 1024)} MB`
    })
    .join(', ')
}
