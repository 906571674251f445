import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'
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

/** The signed-in agent when `CURRENT_AGENT` is not set. Also an agent of the sample tickets. */
export const defaultAgent = 'Maya Lindqvist'

// Two folders above the source file and above the bundle (`src/`, `dist/`) is apps/, three the root.
const defaultDataFolder = fileURLToPath(new URL('../../../.data/tickets', import.meta.url))

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const truths = ['true', 'false'] as const

export type StorageConfig = { kind: 'pglite'; folder: string } | { kind: 'postgres'; url: string }

export type Config = {
  access: AccessSettings
  port: number
  metricsPort: number | undefined
  /** Requests a minute from one client; 0 is no limit, undefined the default where others can reach the service. */
  requestsPerMinute: number | undefined
  storage: StorageConfig
  currentAgent: string
  /** Whether an empty database gets the sample tickets. */
  seeded: boolean
  logLevel: (typeof logLevels)[number]
}

const portSchema = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
    error: 'must be a port number from 0 to 65535',
  })
  .transform(Number)

const environmentSchema = z.object({
  PORT: portSchema.default(8789),
  METRICS_PORT: portSchema.optional(),
  DATABASE_URL: z
    .string()
    .refine((text) => /^postgres(ql)?:\/\/./.test(text), {
      error: 'must begin with postgres:// or postgresql://',
    })
    .optional(),
  TICKETS_DATA_DIR: z.string().default(defaultDataFolder),
  TICKETS_SEED: z.enum(truths, { error: 'must be true or false' }).optional(),
  CURRENT_AGENT: z
    .string()
    .max(120, { error: 'must be at most 120 characters' })
    .refine((name) => !name.includes(','), { error: 'must not contain a comma' })
    .default(defaultAgent),
  RATE_LIMIT_PER_MINUTE: z
    .string()
    .regex(/^\d{1,7}$/, { error: 'must be a whole number from 0 to 1000000' })
    .transform(Number)
    .optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
})

const known: Known = {
  names: [...accessNames, ...Object.keys(environmentSchema.shape)],
  service: 'the tickets API',
  ours: /^(ASKDESK|TICKETS|CURRENT_AGENT|DATABASE_URL|OIDC|PROXY_TOKENS)_?/,
  // Settings of the launcher.
  passedOn: /^(PROXY|WEB|TICKETS|GATEWAY)_(PORT|URL|METRICS_PORT)$|^ASKDESK_UPSTREAM$/,
}

/**
 * The service's settings from its environment, or every problem at once. A problem names the
 * variable, never its value: a database address holds a password.
 */
export function readConfig(
  environment: Environment,
  readFile: ReadFile,
): { config: Config; warnings: string[] } | { problems: string[] } {
  const problems: string[] = []
  const warnings: string[] = []
  const env = withFiles(environment, known, readFile, problems)
  const given = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const)
  const parsed = environmentSchema.safeParse(Object.fromEntries(given))
  for (const issue of parsed.error?.issues ?? []) {
    problems.push(`${issue.path.join('.')} ${issue.message}.`)
  }
  const access = readAccess(env, 'tickets', problems, warnings)
  const hints = unknownNames(environment, known)
  if (!parsed.success || problems.length > 0) return { problems: [...problems, ...hints] }
  const values = parsed.data
  return {
    warnings: [...warnings, ...hints],
    config: {
      access,
      port: values.PORT,
      metricsPort: values.METRICS_PORT,
      requestsPerMinute: values.RATE_LIMIT_PER_MINUTE,
      storage: readStorage(values.DATABASE_URL, values.TICKETS_DATA_DIR),
      currentAgent: values.CURRENT_AGENT,
      // Sample tickets belong into the folder of a trial, not unasked into somebody's database.
      seeded: (values.TICKETS_SEED ?? (values.DATABASE_URL ? 'false' : 'true')) === 'true',
      logLevel: values.LOG_LEVEL,
    },
  }
}

function readStorage(url: string | undefined, folder: string): StorageConfig {
  if (url !== undefined) return { kind: 'postgres', url }
  return { kind: 'pglite', folder: isInMemory(folder) ? folder : resolve(folder) }
}

/** `memory://` keeps everything in memory: for tests and throw-away runs. */
export function isInMemory(folder: string): boolean {
  return folder.startsWith('memory://')
}
