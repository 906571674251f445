import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'
import { z } from 'zod'

/** Who is signed in when `CURRENT_AGENT` is not set. Also an agent of the sample tickets. */
export const defaultAgent = 'Maya Lindqvist'

// Two folders above the source file and above the bundle (`src/`, `dist/`) is apps/, three the root.
const defaultDataFolder = fileURLToPath(new URL('../../../.data/tickets', import.meta.url))

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const truths = ['true', 'false'] as const

export type StorageConfig = { kind: 'pglite'; folder: string } | { kind: 'postgres'; url: string }

export type Config = {
  host: string
  port: number
  storage: StorageConfig
  currentAgent: string
  /** Whether an empty database gets the sample tickets. */
  seeded: boolean
  logLevel: (typeof logLevels)[number]
}

const environmentSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
      error: 'must be a port number from 0 to 65535',
    })
    .default('8789'),
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
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
})

/**
 * The service's settings from its environment, or every problem at once. A problem names the
 * variable, never its value: a database address holds a password.
 */
export function readConfig(
  environment: Record<string, string | undefined>,
): { config: Config } | { problems: string[] } {
  const given = Object.entries(environment)
    .map(([name, value]) => [name, value?.trim()] as const)
    .filter(([, value]) => value !== undefined && value !== '')
  const parsed = environmentSchema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`),
    }
  }
  const values = parsed.data
  return {
    config: {
      host: values.HOST,
      port: Number(values.PORT),
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
