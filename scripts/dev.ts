import { spawn, type ChildProcess } from 'node:child_process'
import { loadEnvFile } from './environment.ts'
import { fromRoot, startStack, type Stack } from './stack.ts'

/**
 * `npm run dev`: the services, each started anew when a source of it changes, and Vite, which changes
 * the page in place. A service that dies without a change ends all of it, with a code.
 */
let stack: Stack | undefined
let vite: ChildProcess | undefined
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))
process.on('disconnect', () => void stop(0))
try {
  loadEnvFile(fromRoot('.env'))
  stack = await startStack({
    env: { DRAIN_TIMEOUT_MS: '0', ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info' },
    onLine: (name, line) => console.error(`[${name}] ${line}`),
    web: false,
    watch: true,
  })
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(`The services could not start: ${reason}`)
  process.exit(1)
}
if (stopping) await stop(0)
vite = spawn(fromRoot('apps/web/node_modules/.bin/vite'), {
  cwd: fromRoot('apps/web'),
  stdio: 'inherit',
  env: { ...process.env, PROXY_URL: stack.urls.proxy, TICKETS_URL: stack.urls.tickets },
})
vite.once('exit', (code) => void stop(code ?? 1))
const name = await stack.failed
if (!stopping) {
  console.error(`${name} has ended unexpectedly; stopping the rest. Its last lines are above.`)
  await stop(1)
}

async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  vite?.kill()
  await stack?.stop()
  process.exit(code)
}
