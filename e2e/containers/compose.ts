import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

const texts = z.array(z.string()).default([])
const conditions = z.enum(['service_started', 'service_healthy'])

/** Lists what docker-compose.yml uses of a service. Any other key is a mistake, or new to this reader. */
const serviceSchema = z.strictObject({
  image: z.string().optional(),
  build: z.strictObject({ context: z.string(), target: z.string() }).optional(),
  profiles: texts,
  restart: z.string().optional(),
  read_only: z.boolean().default(false),
  tmpfs: texts,
  cap_drop: texts,
  cap_add: texts,
  security_opt: texts,
  mem_limit: z.string().optional(),
  pids_limit: z.number().optional(),
  user: z.string().optional(),
  ports: texts,
  networks: texts,
  volumes: texts,
  environment: z.record(z.string(), z.string()).default({}),
  command: texts,
  healthcheck: z.strictObject({ test: z.array(z.string()), interval: z.string() }).optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: conditions, required: z.boolean().default(true) }),
    )
    .default({}),
  stop_grace_period: z.string().optional(),
})

const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() }).nullable()),
  volumes: z.record(z.string(), z.null()),
})

export type Compose = z.infer<typeof composeSchema>
export type Service = z.infer<typeof serviceSchema>
export type Environment = Readonly<Record<string, string | undefined>>

export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Reads the file as Compose does with these variables: merge keys, then `${NAME:-…}` in every text. */
export function readCompose(environment: Environment, source = composeText()): Compose {
  const tree: unknown = parse(source, { merge: true })
  return composeSchema.parse(fill(tree, environment))
}

export function composeText(): string {
  return readFileSync(`${repository}/docker-compose.yml`, 'utf8')
}

function fill(node: unknown, environment: Environment): unknown {
  if (typeof node === 'string') return interpolate(node, environment)
  if (Array.isArray(node)) return node.map((entry) => fill(entry, environment))
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, fill(value, environment)]),
  )
}

/** `$$` is a dollar; `:-` stands in for what is not set or empty, `:+` for what is neither. */
function interpolate(text: string, environment: Environment): string {
  return text.replace(
    /\$(?:\$|\{(\w+)(?:(:[-+])([^}]*))?\})/g,
    (_match, name: string | undefined, operator: string | undefined, word = '') => {
      if (name === undefined) return '$'
      const value = environment[name] ?? ''
      if (operator === ':+') return value === '' ? '' : String(word)
      return value === '' ? String(word) : value
    },
  )
}
