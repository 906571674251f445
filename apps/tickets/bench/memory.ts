import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ticketSchema } from '@askdesk/contracts'
import { z } from 'zod'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const readySchema = z.object({ url: z.string() })
const words = ['battery', 'refund', 'late', 'ORD-1', 'zz', 'a', 'customer', 'Lindqvist', 'e-bike']

/** The most memory that the built tickets API has taken with its embedded database, in megabytes. */
export type MemoryPeaks = {
  readonly firstStart: number
  readonly laterStart: number
  readonly day: number
}

/** Starts it on an empty folder, then on the same again, and then works `rounds` rounds. Linux only. */
export async function measureMemory(rounds: number): Promise<MemoryPeaks> {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-memory-'))
  try {
    const first = await run(folder, async () => {})
    const later = await run(folder, async () => {})
    return {
      firstStart: first,
      laterStart: later,
      day: await run(folder, (url) => work(url, rounds)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run(folder: string, use: (url: string) => Promise<void>): Promise<number> {
  const child = spawn(process.execPath, [main], {
    env: { PORT: '0', LOG_LEVEL: 'silent', TICKETS_DATA_DIR: folder },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [message]: unknown[] = await once(child, 'message')
  await use(readySchema.parse(message).url)
  const peak = peakOf(child)
  child.kill('SIGTERM')
  await once(child, 'exit')
  return peak
}

/** The kernel's own mark of a process's largest resident set. */
function peakOf(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024)
}

/** One round is what ten agents do at once: lists, searches, a ticket opened, changed and answered. */
async function work(url: string, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(Array.from({ length: 10 }, (_, agent) => act(url, round * 10 + agent)))
  }
}

async function act(url: string, turn: number): Promise<void> {
  const word = encodeURIComponent(words[turn % words.length] ?? '')
  await read(`${url}/api/tickets?limit=50`)
  await read(`${url}/api/tickets?q=${word}&limit=50`)
  await read(`${url}/api/tickets/counts`)
  const address = `${url}/api/tickets/${1001 + (turn % 40)}`
  const ticket = ticketSchema.safeParse(await read(address))
  if (!ticket.success) return
  const { version } = ticket.data
  const body = `Round ${turn}. ${'A reply of some length. '.repeat(40)}`
  await send(`${address}/messages`, 'POST', { kind: 'note', body, version })
  await send(address, 'PATCH', { priority: turn % 2 ? 'low' : 'high', version: version + 1 })
}

async function read(address: string): Promise<unknown> {
  return (await fetch(address)).json()
}

async function send(address: string, method: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(address, { method, headers, body: JSON.stringify(body) })
  // Another agent of the round may have been first, which is a 409.
  await response.arrayBuffer()
}
