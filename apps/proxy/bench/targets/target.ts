/** Settings of a target, before it starts. */
export type TargetOptions = {
  readonly port: number
  readonly upstreamPort: number
  /** A folder of its own for logs and configuration. */
  readonly folder: string
}

/** How to start a target: a command, run on the core that is kept for targets. */
export type Start = {
  readonly command: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>>
}

/** Something that stands between a client and the upstream. */
export type Target = {
  readonly name: string
  /** Label for a reader of the table. */
  readonly description: string
  /** Says in a sentence why it cannot be measured here; undefined when it can. */
  readonly missing?: () => string | undefined
  /** Undefined for the upstream itself. */
  readonly start: ((options: TargetOptions) => Start) | undefined
  readonly path: string
  readonly headers: (options: TargetOptions) => Readonly<Record<string, string>>
  readonly body: unknown
}

/** The key that a target puts into requests, or passes on. */
export const upstreamKey = 'sk-bench-0123456789abcdef0123456789abcdef'

const messages = [
  { role: 'system', content: 'You help the agents of a ticket desk.' },
  {
    role: 'user',
    content: 'Summarise this ticket: the light of my bicycle flickers when it rains.',
  },
]

/** A request as an OpenAI client sends it. */
export const openAiBody = { model: 'gpt-4.1', stream: true, max_tokens: 256, messages }

/** A request as our own page sends it. */
export const askdeskBody = { provider: 'openai', model: 'gpt-4.1', maxTokens: 256, messages }

/** A target's request as it goes over the wire. */
export function requestOf(target: Target, options: TargetOptions): string {
  const body = JSON.stringify(target.body)
  const headers = {
    host: `127.0.0.1:${options.port}`,
    'content-type': 'application/json',
    accept: 'text/event-stream',
    ...target.headers(options),
    'content-length': String(Buffer.byteLength(body)),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${target.path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}
