import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { createHostCheck } from './hosts.ts'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export type Config = {
  host: string
  /** 0 takes any free port. */
  port: number
  /** Whether a request under this `Host` is answered. */
  isAllowedHost: (host: string | undefined) => boolean
  /** Where `/api/ai/*` and `/v1/*` go. */
  proxyUrl: URL
  /** Where `/api/tickets*` goes. */
  ticketsUrl: URL
  /** The built page. */
  clientFolder: string
  /** Whether what a reverse proxy in front says in `X-Forwarded-*` is believed. */
  trustProxy: boolean
  logLevel: (typeof logLevels)[number]
}

const builtPage = fileURLToPath(new URL('../dist/client', import.meta.url))

const service = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be an address such as ${example}`, abort: true })
    .refine((text) => new URL(text).pathname === '/', { error: 'must be without a path' })
    .transform((text) => new URL(text))
    .default(new URL(example))

const configSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number')
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'must be at most 65535' })
    .default(3000),
  ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((name) => name.trim().toLowerCase())),
  PROXY_URL: service('http://127.0.0.1:8788'),
  TICKETS_URL: service('http://127.0.0.1:8789'),
  CLIENT_FOLDER: z
    .string()
    .default(builtPage)
    .refine((folder) => existsSync(join(folder, 'index.html')), {
      error: 'holds no built page. Run `npm run build` first',
    }),
  TRUST_PROXY: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((text) => text === 'true'),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('warn'),
})

/** Reads the environment once; every problem is reported, not only the first. */
export function readConfig(
  environment: Record<string, string | undefined>,
): { config: Config } | { problems: string[] } {
  // An empty variable is one that was left out.
  const given = Object.entries(environment).filter(([, value]) => value !== '')
  const parsed = configSchema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`),
    }
  }
  const values = parsed.data
  return {
    config: {
      host: values.HOST,
      port: values.PORT,
      isAllowedHost: createHostCheck(values.HOST, values.ALLOWED_HOSTS),
      proxyUrl: values.PROXY_URL,
      ticketsUrl: values.TICKETS_URL,
      clientFolder: values.CLIENT_FOLDER,
      trustProxy: values.TRUST_PROXY,
      logLevel: values.LOG_LEVEL,
    },
  }
}
