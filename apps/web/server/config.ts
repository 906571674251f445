import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  accessNames,
  readAccess,
  unknownNames,
  withFiles,
  type AccessSettings,
  type Environment,
  type Known,
  type ReadFile,
} from '@askdesk/service'
import { z } from 'zod'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export type Config = {
  access: AccessSettings
  /** 0 takes any free port. */
  port: number
  /** A port of its own for `/metrics`. Without it there are none: people reach this server. */
  metricsPort: number | undefined
  /** Where `/api/ai/*` and `/v1/*` go. */
  proxyUrl: URL
  /** Where `/api/tickets*` goes. */
  ticketsUrl: URL
  /** The longest body that is handed on to a service. */
  bodyLimitBytes: number
  /** The built page. */
  clientFolder: string
  logLevel: (typeof logLevels)[number]
}

const builtPage = fileURLToPath(new URL('../dist/client', import.meta.url))

const service = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be an address such as ${example}`, abort: true })
    .refine((text) => new URL(text).pathname === '/', { error: 'must be without a path' })
    .transform((text) => new URL(text))
    .default(new URL(example))

const portSchema = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number')
  .transform(Number)
  .refine((port) => port <= 65_535, { error: 'must be at most 65535' })

const configSchema = z.object({
  PORT: portSchema.default(3000),
  METRICS_PORT: portSchema.optional(),
  PROXY_URL: service('http://127.0.0.1:8788'),
  TICKETS_URL: service('http://127.0.0.1:8789'),
  BODY_LIMIT_BYTES: z
    .string()
    .regex(/^\d{4,9}$/, 'must be a whole number of bytes')
    .transform(Number)
    .default(1_048_576),
  CLIENT_FOLDER: z
    .string()
    .default(builtPage)
    .refine((folder) => existsSync(join(folder, 'index.html')), {
      error: 'holds no built page. Run `npm run build` first',
    }),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('warn'),
})

const known: Known = {
  names: [...accessNames, ...Object.keys(configSchema.shape)],
  service: 'the web server',
  ours: /^(ASKDESK|ALLOWED_HOST|PUBLIC_URL|TRUST_PROXY|CLIENT_FOLDER)_?/,
  // Settings of the launcher.
  passedOn: /^(PROXY|WEB|TICKETS|GATEWAY)_(PORT|URL|METRICS_PORT)$|^ASKDESK_/,
}

/** Reads the environment once; every problem is reported, not only the first. */
export function readConfig(
  environment: Environment,
  readFile: ReadFile,
): { config: Config; warnings: string[] } | { problems: string[] } {
  const problems: string[] = []
  const warnings: string[] = []
  const env = withFiles(environment, known, readFile, problems)
  const parsed = configSchema.safeParse(env)
  for (const issue of parsed.error?.issues ?? []) {
    problems.push(`${issue.path.join('.')} ${issue.message}.`)
  }
  const access = readAccess(env, 'web', problems, warnings)
  const hints = unknownNames(environment, known)
  if (!parsed.success || problems.length > 0) return { problems: [...problems, ...hints] }
  const values = parsed.data
  return {
    warnings: [...warnings, ...hints],
    config: {
      access,
      port: values.PORT,
      metricsPort: values.METRICS_PORT,
      proxyUrl: values.PROXY_URL,
      ticketsUrl: values.TICKETS_URL,
      bodyLimitBytes: values.BODY_LIMIT_BYTES,
      clientFolder: values.CLIENT_FOLDER,
      logLevel: values.LOG_LEVEL,
    },
  }
}
