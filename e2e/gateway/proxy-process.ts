import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The proxy as it is run: a process of its own, told everything by its environment. */
export type ProxyProcess = {
  readonly url: string
  /** All that it wrote so far. */
  readonly output: () => string
  readonly stop: () => Promise<void>
}

const main = fileURLToPath(new URL('../../apps/proxy/src/main.ts', import.meta.url))

export async function startProxyProcess(
  env: Readonly<Record<string, string>>,
): Promise<ProxyProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes) => (output += String(bytes)))
  }
  const url = await Promise.race([
    once(child, 'message').then(([message]) => readyUrl(message)),
    once(child, 'exit').then(() => {
      throw new Error(`The proxy did not start: ${output}`)
    }),
  ])
  return {
    url,
    output: () => output,
    async stop() {
      if (child.exitCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

function readyUrl(message: unknown): string {
  if (typeof message === 'object' && message !== null && 'url' in message)
    return String(message.url)
  throw new Error(`Not a ready message: ${JSON.stringify(message)}`)
}
