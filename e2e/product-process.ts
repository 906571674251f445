import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { catalogueFile } from './catalogue-file.ts'

/**
 * Starts the whole product as `npm start` does, on free ports. What is in the environment of the
 * tests does not decide who answers: that is for `env` to say.
 */
export function startProduct(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(new URL('../scripts/start.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORTKEY_API_KEY: '',
      PORTKEY_BASE_URL: '',
      CATALOGUE_FILE: catalogueFile,
      WEB_PORT: '0',
      PROXY_PORT: '0',
      TICKETS_PORT: '0',
      GATEWAY_PORT: '0',
      ...env,
    },
  })
}

/** The address of its page, once it works. */
export function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString()
      const url = /^Askdesk is ready on (\S+)$/m.exec(output)?.[1]
      if (url) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`npm start ended with code ${code}: ${output}`)))
  })
}

/** Ends it as Ctrl-C does, and waits for that. */
export function endProduct(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGINT')
  })
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a listening TCP server has this shape
  server.close()
  await once(server, 'close')
  return port
}
