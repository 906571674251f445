import { z } from 'zod'

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`)

const flag = z
  .enum(['true', 'false', '1', '0'], 'must be true or false')
  .default('false')
  .transform((value) => value === 'true' || value === '1')

const minutes = 60_000

/** The settings that are a word or a number each, with their defaults. Times are milliseconds. */
export const plainSchema = z.object({
  PORT: whole(0, 65_535).default(8788),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_PROMPTS: flag,
  ASKDESK_UPSTREAM: z.enum(['demo']).optional(),
  RATE_LIMIT_PER_MINUTE: whole(0, 1_000_000).optional(),
  MAX_RUNS: whole(1, 1_000_000).default(1000),
  MAX_RUNS_PER_CLIENT: whole(0, 1_000_000).optional(),
  MAX_OUTPUT_TOKENS: whole(1, 1_000_000).default(4096),
  MAX_OUTPUT_TOKENS_V1: whole(1, 1_000_000).optional(),
  BODY_LIMIT_BYTES: whole(1024, 64 * 1_048_576).default(1_048_576),
  FINISHED_RUNS_BYTES: whole(1_048_576, 64 * 1024 * 1_048_576).default(24 * 1_048_576),
  FIRST_BYTE_TIMEOUT_MS: whole(10, 60 * minutes).default(90_000),
  IDLE_TIMEOUT_MS: whole(10, 60 * minutes).default(60_000),
  STREAM_TIMEOUT_MS: whole(10, 24 * 60 * minutes).default(15 * minutes),
  RESUME_WINDOW_MS: whole(0, 60 * minutes).default(30_000),
  DRAIN_TIMEOUT_MS: whole(0, 10 * minutes).default(8000),
  METRICS_PORT: whole(0, 65_535).optional(),
  TICKETS_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as http://127.0.0.1:8789' })
    .optional(),
  BUDGETS_FILE: z.string().optional(),
})

export type PlainSettings = z.infer<typeof plainSchema>
