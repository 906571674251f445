import { z } from 'zod'

/** Nothing that a person writes by hand is nested deeper, and what is cannot be written out again. */
const deepest = 100

/** An object that is handed on as it is: its meaning is between the client and the provider. */
export const boundedObject = z
  .custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'expected an object',
  )
  .refine((value) => depthOf(value) <= deepest, `is nested deeper than ${deepest} levels`)

/** Marks how far a prompt is kept by the provider's cache. */
export const cacheControl = z.object({
  type: z.literal('ephemeral'),
  ttl: z.enum(['5m', '1h']).nullish(),
})

function depthOf(value: unknown): number {
  let depth = 0
  for (let level: unknown[] = [value]; level.length > 0 && depth <= deepest; depth += 1) {
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    )
  }
  return depth
}
