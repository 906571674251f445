import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Address } from './client/connection.ts'
import { freePort, pause, pinned, targetCore } from './harness.ts'
import { familyOf, rssKiB } from './machine.ts'
import { requestOf, type Target } from './targets/target.ts'

/** A target that answers. */
export type RunningTarget = {
  readonly target: Target
  readonly address: Address
  /** Its process and those that it started; none for the upstream itself. */
  readonly pids: readonly number[]
  /** From the start of its process to its first whole reply. */
  readonly startMs: number
  rss(): number
  stop(): Promise<void>
}

/** Ended with us, however we end: nothing may go on running. */
const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGTERM')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const startTimeout = 20_000
const stopTimeout = 1500

/** Starts a target and waits for its first reply. Upstream must be there and answer whole replies. */
export async function startTarget(target: Target, upstreamPort: number): Promise<RunningTarget> {
  if (!target.start) {
    const request = requestOf(target, { port: upstreamPort, upstreamPort, folder: '' })
    const address = { port: upstreamPort, request }
    return { target, address, pids: [], startMs: 0, rss: () => 0, stop: async () => undefined }
  }
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-bench-'))
  const options = { port: await freePort(), upstreamPort, folder }
  const address = { port: options.port, request: requestOf(target, options) }
  const { command, env } = target.start(options)
  const log = join(folder, 'output.log')
  mkdirSync(folder, { recursive: true })
  const output = openSync(log, 'a')
  const startedAt = performance.now()
  const [program, line] = pinned(targetCore, command)
  const child = spawn(program, line, {
    stdio: ['ignore', output, output],
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
  })
  children.add(child)
  closeSync(output)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const pid = child.pid
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeout)
    await exited
    clearTimeout(timer)
    children.delete(child)
    rmSync(folder, { recursive: true, force: true })
  }
  while (!(await answers(address))) {
    if (performance.now() - startedAt > startTimeout || child.exitCode !== null) {
      const words = readFileSync(log, 'utf8').slice(-2000)
      await stop()
      throw new Error(`${target.name} does not answer. It said:\n${words}`)
    }
    await pause(2)
  }
  const startMs = performance.now() - startedAt
  const pids = pid === undefined ? [] : familyOf(pid)
  return { target, address, pids, startMs, rss: () => rssKiB(pids), stop }
}

function answers(address: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(address, {
      body: () => undefined,
      done() {
        connection.destroy()
        resolve(true)
      },
      failed: () => resolve(false),
    })
    connection.ask()
  })
}
