import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import type { Command } from './client/messages.ts'
import {
  askChild,
  upstreamReportSchema,
  type Plan,
  type UpstreamReport,
} from './wire/process-messages.ts'

/** Targets have this core to themselves; upstream and load generator share the other. */
export const targetCore = 0
const ownCore = 1

/** The two processes around every target. */
export type Harness = {
  readonly upstreamPort: number
  /** Says how upstream answers from now on, and closes what it was still answering. */
  setPlan(plan: Plan): Promise<void>
  report(): Promise<UpstreamReport>
  load<Answer>(command: Command, schema: z.ZodType<Answer>): Promise<Answer>
  stop(): void
}

export async function startHarness(): Promise<Harness> {
  const upstreamPort = await freePort()
  const upstream = startHelper('upstream/main.ts', [String(upstreamPort)])
  const client = startHelper('client/main.ts', [])
  await once(upstream, 'message')
  return {
    upstreamPort,
    setPlan: async (plan) => void (await askChild(upstream, plan, upstreamReportSchema)),
    report: () => askChild(upstream, { kind: 'report' }, upstreamReportSchema),
    load: (command, schema) => askChild(client, command, schema),
    stop() {
      upstream.kill()
      client.kill()
    },
  }
}

/** The command line that runs a command on one core only and, where that is allowed, before other work of the machine. */
export function pinned(core: number, command: readonly string[]): [string, string[]] {
  const first = process.getuid?.() === 0 ? ['nice', '-n', '-10'] : []
  return ['taskset', ['-c', String(core), ...first, ...command]]
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('There is no free port.')
  return address.port
}

/** Waits without doing anything. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function startHelper(script: string, rest: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const [command, line] = pinned(ownCore, [process.execPath, path, ...rest])
  return spawn(command, line, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}
