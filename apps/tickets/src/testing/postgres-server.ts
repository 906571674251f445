import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

type User = { uid: number; gid: number } | undefined

/** A PostgreSQL server for tests, or the reason why there can be none on this machine. */
export function findPostgres(): { folder: string; user: User } | { missing: string } {
  const debian = '/usr/lib/postgresql'
  const installed = existsSync(debian)
    ? readdirSync(debian).map((version) => join(debian, version, 'bin'))
    : []
  const candidates = [...installed, ...(process.env['PATH'] ?? '').split(':')]
  const folder = candidates.find((path) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(path, name))),
  )
  if (folder === undefined) return { missing: 'no PostgreSQL server is installed' }
  if (process.getuid?.() !== 0) return { folder, user: undefined }
  // The server refuses to run as root, so it runs as somebody else.
  const user = lookUp('postgres') ?? lookUp('nobody')
  return user === undefined
    ? { missing: 'PostgreSQL refuses to run as root and there is no other user to run it as' }
    : { folder, user }
}

export type PostgresServer = {
  readonly url: string
  /** Ends at once and without a word to its clients (an immediate shutdown); its data stay. */
  crash: () => Promise<void>
  /** Starts it again on the same data and port. */
  restart: () => Promise<void>
  /** Ends it for good. */
  stop: () => Promise<void>
}

/** Starts an empty server on a free port of this machine; it is gone after `stop`. */
export async function startPostgres(folder: string, user: User): Promise<PostgresServer> {
  const home = mkdtempSync(join(tmpdir(), 'askdesk-postgres-'))
  if (user) chownSync(home, user.uid, user.gid)
  chmodSync(home, 0o700)
  const files = join(home, 'data')
  // Also without the environment's own PostgreSQL settings, which would win over the arguments.
  const options = { ...user, cwd: home, env: { PATH: process.env['PATH'], LC_ALL: 'C' } }
  const setUp = ['-D', files, '-U', 'askdesk', '-A', 'trust', '-E', 'UTF8', '--no-sync']
  execFileSync(join(folder, 'initdb'), setUp, { ...options, stdio: 'ignore' })

  const port = await findFreePort()
  const settings = ['-p', String(port), '-h', '127.0.0.1', '-k', home, '-c', 'fsync=off']
  const launch = async (): Promise<(signal: NodeJS.Signals) => Promise<void>> => {
    const server = spawn(join(folder, 'postgres'), ['-D', files, ...settings], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const exited = once(server, 'exit')
    const lines = createInterface({ input: server.stderr })
    const ready = new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        if (line.includes('ready to accept connections')) resolve()
      })
    })
    await Promise.race([
      ready,
      exited.then(() => Promise.reject(new Error('The PostgreSQL server did not start.'))),
    ])
    return async (signal) => {
      server.kill(signal)
      await exited
    }
  }
  let end = await launch()
  return {
    url: `postgres://askdesk@127.0.0.1:${port}/postgres`,
    crash: () => end('SIGQUIT'),
    restart: async () => {
      end = await launch()
    },
    stop: async () => {
      await end('SIGINT')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function lookUp(name: string): User {
  try {
    const ask = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }))
    return { uid: ask('-u'), gid: ask('-g') }
  } catch {
    return undefined
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}
