import { spawn, type ChildProcess } from 'node:child_process'
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
}

export type Service = {
  readonly name: string
  /** Where it listens, once it does. Rejects when it ends before. */
  readonly ready: Promise<string>
  readonly exited: Promise<number | null>
  stop(): void
  kill(): void
}

/** Starts a service as a process of its own. It ends by itself when this process is gone. */
export function startService({ name, script, env, onLine }: ServiceOptions): Service {
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...env },
  })
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) forwardLines(stream, (line) => onLine(name, line))
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    name,
    ready: readyUrl(child, name, exited),
    exited,
    stop: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
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
