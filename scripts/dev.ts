import { spawn } from 'node:child_process'
import { loadEnvFile } from './environment.ts'
import { fromRoot, startStack } from './stack.ts'

try {
  loadEnvFile(fromRoot('.env'))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
const stack = await startStack({
  env: { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info' },
  onLine: (name, line) => console.error(`[${name}] ${line}`),
  web: false,
})
const vite = spawn(fromRoot('apps/web/node_modules/.bin/vite'), {
  cwd: fromRoot('apps/web'),
  stdio: 'inherit',
  env: { ...process.env, PROXY_URL: stack.urls.proxy, TICKETS_URL: stack.urls.tickets },
})
let stopping = false
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  vite.kill()
  await stack.stop()
  process.exit(0)
}
vite.once('exit', () => void stop())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
process.on('disconnect', () => void stop())
