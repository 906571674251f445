import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Proxy } from '../proxy/harness.ts'
import { keys } from '../proxy/harness.ts'
import { findPrograms } from './debian.ts'
import { catalogueFile } from '../catalogue-file.ts'
import { freePort } from '../product-process.ts'

const main = fileURLToPath(new URL('../../apps/proxy/src/main.ts', import.meta.url))
const ticketsMain = fileURLToPath(new URL('../../apps/tickets/src/main.ts', import.meta.url))
const webMain = fileURLToPath(new URL('../../apps/web/server/main.ts', import.meta.url))

/** Programs that these tests need; undefined where they cannot be had, and then the tests are skipped. */
export const programs = findPrograms({ 'redis-server': 'redis-server', nginx: 'nginx-light' })

const children = new Set<ChildProcess>()
const folders: string[] = []

/** Ends every process that a test started, whatever state it is in. */
export async function endAll(): Promise<void> {
  await Promise.all([...children].map((child) => end(child, 'SIGKILL')))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

// A test run that is broken off leaves nothing behind either.
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

export type Replica = Proxy & {
  readonly child: ChildProcess
  output(): string
  /** Resolves when a line with this text has been logged. */
  logged(text: string): Promise<void>
  kill(signal: NodeJS.Signals): Promise<void>
}

/** A proxy as a process of its own. */
export async function startReplica(
  upstreamUrl: string,
  env: Readonly<Record<string, string>>,
): Promise<Replica> {
  return startService(main, {
    DRAIN_TIMEOUT_MS: '0',
    LOG_LEVEL: 'info',
    PORTKEY_BASE_URL: upstreamUrl,
    CATALOGUE_FILE: catalogueFile,
    STATE_DIR: temporaryFolder(),
    ...keys,
    ...env,
  })
}

/** The tickets API as a process of its own, on the embedded database and without tickets. */
export async function startTickets(env: Readonly<Record<string, string>>): Promise<Replica> {
  return startService(ticketsMain, {
    TICKETS_DATA_DIR: temporaryFolder(),
    TICKETS_SEED: 'false',
    LOG_LEVEL: 'warn',
    ...env,
  })
}

/** A web server as a process of its own, with an empty page. */
export async function startWebServer(env: Readonly<Record<string, string>>): Promise<Replica> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'index.html'), '')
  return startService(webMain, { CLIENT_FOLDER: folder, ...env })
}

async function startService(
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Replica> {
  const child = start(process.execPath, [program], { PORT: '0', ...env })
  const { output, waitFor } = collect(child)
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(output()))),
  ])
  return {
    url: String((message as { url: unknown }).url), // what main.ts sends
    child,
    output,
    logged: waitFor,
    kill: (signal) => end(child, signal),
    close: () => end(child, 'SIGKILL'),
  }
}

export type RedisServer = {
  readonly url: string
  readonly child: ChildProcess
  kill(): Promise<void>
  /** A command of the server's own, with its answer. */
  command(...words: readonly string[]): Promise<string>
  /** The same address, all forgotten. */
  restart(): Promise<void>
}

export async function startRedis(password?: string): Promise<RedisServer> {
  const dir = temporaryFolder()
  const port = await freePort()
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '']
  const login = password ? ['--requirepass', password] : []
  const run = async (): Promise<ChildProcess> => {
    const started = start(programs?.['redis-server'] ?? '', [...options, ...login], {})
    await collect(started).waitFor('Ready to accept connections')
    return started
  }
  let child = await run()
  return {
    url: `redis://${password ? `:${encodeURIComponent(password)}@` : ''}127.0.0.1:${port}/0`,
    get child() {
      return child
    },
    kill: () => end(child, 'SIGKILL'),
    async command(...words) {
      const socket = net.connect(port, '127.0.0.1')
      socket.write(`${words.join(' ')}\r\n`)
      const [answer] = await once(socket, 'data')
      socket.destroy()
      return String(answer)
    },
    async restart() {
      child = await run()
    },
  }
}

/**
 * A round robin in front of replicas; the header `x-served-by` says who answered. `connection` is
 * what nginx sends as the header of that name.
 */
export async function startBalancer(
  replicas: readonly Pick<Proxy, 'url'>[],
  connection = "''",
): Promise<Proxy> {
  const dir = temporaryFolder()
  const port = await freePort()
  const servers = replicas.map(({ url }) => `server ${new URL(url).host};`).join(' ')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${dir}/${name};`)
    .join('\n')
  writeFileSync(
    join(dir, 'nginx.conf'),
    `daemon off; master_process off; pid ${dir}/pid; error_log stderr notice;
events {}
http {
  access_log off;
  ${temporary}
  upstream replicas { ${servers} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://replicas;
      proxy_http_version 1.1;
      proxy_set_header Connection ${connection};
      proxy_set_header Host $http_host;
      add_header X-Served-By $upstream_addr always;
    }
  }
}
`,
  )
  const child = start(programs?.nginx ?? '', ['-p', dir, '-c', join(dir, 'nginx.conf')], {})
  // By then it listens.
  await collect(child).waitFor('event method')
  return { url: `http://127.0.0.1:${port}`, close: () => end(child, 'SIGKILL') }
}

/** A program of the machine, once it has printed what `ready` matches. */
export async function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: string,
): Promise<void> {
  await collect(start(program, args, env)).waitFor(ready)
}

function start(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

type Output = { output(): string; waitFor(pattern: string): Promise<void> }

function collect(child: ChildProcess): Output {
  let text = ''
  const looks = new Set<() => void>()
  const add = (data: Buffer): void => {
    text += data.toString()
    for (const look of looks) look()
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return {
    output: () => text,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (new RegExp(pattern).test(text)) resolve()
        }
        looks.add(look)
        child.once('exit', () => reject(new Error(`It ended before “${pattern}”:\n${text}`)))
        look()
      }),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  // One that was stopped would not take any other signal.
  child.kill('SIGCONT')
  child.kill(signal)
  await ended
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-replicas-'))
  folders.push(folder)
  return folder
}
