import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

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
      reject(new Error(`${name} ended with code ${code} before it was ready.`)),
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
