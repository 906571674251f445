import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Portkey's own gateway, running. */
export type RealGateway = { readonly url: string; readonly stop: () => Promise<void> }

/**
 * Starts the published gateway. It can only be told a port, so a free one is looked for first; it
 * listens on every interface, which is why only tests run it.
 */
export async function startRealGateway(): Promise<RealGateway> {
  const port = await freePort()
  const child = spawn(process.execPath, [gatewayEntry(), `--port=${port}`, '--headless'], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (bytes) => (errors += String(bytes)))
  const url = `http://127.0.0.1:${port}`
  const exited = once(child, 'exit').then(() => {
    throw new Error(`The gateway ended before it answered: ${errors}`)
  })
  try {
    await Promise.race([saysHey(url), exited])
  } catch (error) {
    child.kill()
    throw error
  }
  // From here on its end is no failure.
  exited.catch(() => undefined)
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

function gatewayEntry(): string {
  const manifest = createRequire(import.meta.url).resolve('@portkey-ai/gateway/package.json')
  return join(dirname(manifest), 'build', 'start-server.js')
}

/** It says nothing when it is ready: the only sign is its greeting. */
async function saysHey(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const text = await fetch(url)
      .then((answer) => answer.text())
      .catch(() => '')
    if (text.includes('Gateway says hey')) return
    await sleep(100)
  }
  throw new Error(`No greeting at ${url} within 30 s.`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await new Promise((resolve) => server.close(resolve))
  return port
}
