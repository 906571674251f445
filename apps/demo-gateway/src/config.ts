import { z } from 'zod'

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8790),
  DEMO_PACE: z.coerce.number().min(0).max(100).default(1),
  DEMO_RECORD: z.enum(['true', 'false']).default('false'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
})

export type Config = {
  readonly host: string
  readonly port: number
  readonly pace: number
  readonly record: boolean
  readonly logLevel: string
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Turns the environment into settings, or names everything that is wrong with it. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const parsed = schema.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
  )
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`),
    }
  }
  const { HOST, PORT, DEMO_PACE, DEMO_RECORD, LOG_LEVEL } = parsed.data
  const record = DEMO_RECORD === 'true'
  if (record && !isLoopback(HOST)) {
    return {
      ok: false,
      problems: [
        `DEMO_RECORD: it keeps requests with their keys and shows them to anyone who asks, so it works on loopback only, not on ${HOST}. Set HOST=127.0.0.1 or leave DEMO_RECORD out.`,
      ],
    }
  }
  return {
    ok: true,
    config: { host: HOST, port: PORT, pace: DEMO_PACE, record, logLevel: LOG_LEVEL },
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
