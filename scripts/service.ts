import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Names what a service takes that not every machine has. */
const need: Readonly<Record<string, string>> = {
  tickets:
    ' From its sources, the embedded database takes 800 MB for a moment at its very first start, and 450 MB later; with DATABASE_URL 256 MB are enough.',
}

export type ServiceOptions = {
  readonly name: string
  readonly script: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onLine: (name: string, line: string) => void
  /** Starts it anew whenever one of its sources changes (`node --watch`). */
  readonly watch?: boolean
}

export type Service = {
  readonly name: string
  /** Where it listens, once it does. Rejects when it ends before. */
  readonly ready: Promise<string>
  readonly exited: Promise<number | null>
  /** Resolves when it has ended by itself, and not for a change that is being made to it. */
  readonly failed: Promise<unknown>
  stop(): void
  kill(): void
}

/** Starts a service as a process of its own. It ends by itself when this process is gone. */
export function startService({ name, script, env, onLine, watch }: ServiceOptions): Service {
  const options = watch ? ['--watch', '--watch-preserve-output'] : []
  const child = spawn(process.execPath, [...options, script], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...env },
  })
  const watcher = createWatcherReader(child)
  for (const stream of [child.stdout, child.stderr]) {
    if (stream)
      forwardLines(stream, (line) => {
        onLine(name, line)
        watcher.see(line)
      })
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const failed: Promise<unknown> = Promise.race([watcher.failed, exited])
  return {
    name,
    ready: readyUrl(child, name, Promise.race([exited, watcher.failed.then(() => 1)])),
    exited,
    failed,
    stop: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
  }
}

/**
 * Reads what Node's watch mode says. A service that fails after a change waits for the next one: its
 * author is at work. One that fails without a change is dead.
 */
function createWatcherReader(child: ChildProcess) {
  let isChanged = false
  const dead = new AbortController()
  const failed = once(dead.signal, 'abort')
  child.on('message', (message: unknown) => {
    if (isReady(message)) isChanged = false
  })
  return {
    failed,
    see(line: string): void {
      if (line.startsWith('Restarting ')) isChanged = true
      else if (line.startsWith('Failed running ') && !isChanged) dead.abort()
    },
  }
}

function readyUrl(
  child: ChildProcess,
  name: string,
  exited: Promise<number | null>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: unknown) => {
      if (isReady(message)) resolve(message.url)
    })
    child.once('error', reject)
    void exited.then((code) =>
      // A killed process has no code, and no last words: what kills a start is a lack of memory.
      reject(
        new Error(
          code === null
            ? `${name} was killed before it was ready, which is how a system ends what it has no memory for.${need[name] ?? ''}`
            : `${name} ended with code ${code} before it was ready.`,
        ),
      ),
    )
  })
}

function isReady(message: unknown): message is { type: 'ready'; url: string } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'ready' &&
    'url' in message &&
    typeof message.url === 'string'
  )
}

function forwardLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on('line', onLine)
}
