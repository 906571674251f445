import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ticketCountsSchema, ticketSchema, type Ticket } from '@askdesk/contracts'
import { afterAll, expect, test } from 'vitest'
import { readyUrl, startProduct } from '../product-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'askdesk-start-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

type Started = { readonly npm: ChildProcess; readonly url: string; readonly output: string }

async function npmStart(): Promise<Started> {
  const npm = spawn('npm', ['start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORTKEY_API_KEY: '',
      PORTKEY_BASE_URL: '',
      WEB_PORT: '0',
      PROXY_PORT: '0',
      TICKETS_PORT: '0',
      GATEWAY_PORT: '0',
      TICKETS_DATA_DIR: data,
    },
  })
  let output = ''
  npm.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  for await (const chunk of npm.stdout) {
    output += String(chunk)
    const url = /^Askdesk is ready on (http:\/\/localhost:\d+)$/m.exec(output)?.[1]
    if (url) return { npm, url, output }
  }
  throw new Error(`npm start ended: ${output}`)
}

async function getTicket(url: string): Promise<Ticket> {
  return ticketSchema.parse(await (await fetch(`${url}/api/tickets/1042`)).json())
}

test(
  'npm start brings up all of it, Ctrl-C ends all of it, and the second start keeps what was changed',
  { timeout: 180_000 },
  async () => {
    const first = await npmStart()
    expect(first.output).toContain('the demo gateway answers')
    expect(await (await fetch(first.url)).text()).toContain('<title>Askdesk</title>')
    expect(
      ticketCountsSchema.parse(await (await fetch(`${first.url}/api/tickets/counts`)).json()).all,
    ).toBeGreaterThanOrEqual(40)
    const { version } = await getTicket(first.url)
    const patched = await fetch(`${first.url}/api/tickets/1042`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version, priority: 'low' }),
    })
    expect(patched.status).toBe(200)
    await stopAndExpectNothingLeft(first.npm)
    const second = await npmStart()
    expect((await getTicket(second.url)).priority).toBe('low')
    await stopAndExpectNothingLeft(second.npm)
  },
)

test('a gateway that is named without a key is refused, and no demo answers in its place', async () => {
  const child = startProduct({ PORTKEY_BASE_URL: 'http://127.0.0.1:9', TICKETS_DATA_DIR: data })
  await expect(readyUrl(child)).rejects.toThrow(/ended with code 1: $/)
})

test(
  'when npm is killed without a word, nothing is left behind either',
  { timeout: 180_000 },
  async () => {
    const { npm } = await npmStart()
    const family = descendants(npm.pid ?? 0)
    expect(family.length).toBeGreaterThan(4)
    npm.kill('SIGKILL')
    await expect.poll(() => family.filter(isAlive), { timeout: 20_000 }).toEqual([])
  },
)

async function stopAndExpectNothingLeft(npm: ChildProcess): Promise<void> {
  const family = descendants(npm.pid ?? 0)
  expect(family.length).toBeGreaterThan(4)
  // A terminal sends Ctrl-C to every process of the group.
  for (const pid of family) process.kill(pid, 'SIGINT')
  await once(npm, 'exit')
  await expect.poll(() => family.filter(isAlive), { timeout: 20_000 }).toEqual([])
}

/** A process and all that it started, from the system's own table. */
function descendants(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [
          {
            pid: Number(name),
            parent: Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]),
          },
        ]
      } catch {
        return []
      }
    })
  const children = parents
    .filter((entry) => entry.parent === pid)
    .flatMap((entry) => descendants(entry.pid))
  return [pid, ...children]
}

function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z')
}
