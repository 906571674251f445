import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const readySchema = z.object({ type: z.literal('ready'), url: z.url() })

/** The real process, as the launcher starts it: settings in, a message with its address out. */
export function startService(environment: Record<string, string>): {
  child: ChildProcess
  /** The address, once it listens. */
  ready: Promise<string>
  /** How it ended and what it said on stderr. */
  ended: Promise<{ code: number | null; signal: string | null; stderr: string }>
} {
  const child = fork(main, {
    execArgv: [],
    env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const said = child.stderr === null ? Promise.resolve('') : text(child.stderr)
  const ended = once(child, 'exit').then(async ([code, signal]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
    signal: typeof signal === 'string' ? signal : null,
    stderr: await said,
  }))
  const ready = Promise.race([
    once(child, 'message').then(([message]: unknown[]) => readySchema.parse(message).url),
    ended.then(({ stderr }) => Promise.reject(new Error(`The service ended: ${stderr}`))),
  ])
  // Handles the other promise too, as a test may only wait for the end.
  ready.catch(() => {})
  return { child, ready, ended }
}
