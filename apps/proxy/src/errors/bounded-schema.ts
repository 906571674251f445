import { z } from 'zod'

/** Problems that are looked for in one list or map; the first ones say enough. */
const mostProblems = 5

/**
 * A list whose length is looked at before its items, and whose items are looked at until a few are
 * wrong: work in proportion to what is wrong would be the sender's to choose.
 */
export function listOf<Output>(
  item: z.ZodType<Output>,
  most: number,
): z.ZodType<Output[], unknown[]> {
  return z
    .array(z.unknown())
    .max(most, { error: `has more than ${most} items`, abort: true })
    .transform((items, context) => {
      const results: Output[] = []
      let problems = 0
      for (const [index, value] of items.entries()) {
        const parsed = item.safeParse(value)
        if (parsed.success) results.push(parsed.data)
        else problems += report(context, index, parsed.error)
        if (problems >= mostProblems) return z.NEVER
      }
      return problems === 0 ? results : z.NEVER
    })
}

/** A map of names to values, counted before it is looked into. */
export function mapOf<Output>(
  key: z.ZodType<string>,
  value: z.ZodType<Output>,
  most: number,
): z.ZodType<Record<string, Output>, Record<string, unknown>> {
  return z
    .custom<Record<string, unknown>>(isObject, 'expected an object')
    .refine((object) => countUpTo(object, most + 1) <= most, {
      error: `has more than ${most} entries`,
      abort: true,
    })
    .transform((object, context) => {
      const results: [string, Output][] = []
      let problems = 0
      for (const [name, given] of Object.entries(object)) {
        const named = key.safeParse(name)
        const parsed = value.safeParse(given)
        if (named.success && parsed.success) results.push([name, parsed.data])
        else problems += report(context, name, named.error ?? parsed.error)
        if (problems >= mostProblems) return z.NEVER
      }
      return problems === 0 ? Object.fromEntries(results) : z.NEVER
    })
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The number of an object's entries, or `most` where it has more: it is not read to its end. */
function countUpTo(object: Record<string, unknown>, most: number): number {
  let count = 0
  for (const name in object) {
    if (Object.hasOwn(object, name)) count += 1
    if (count === most) break
  }
  return count
}

function report(
  context: z.RefinementCtx,
  place: string | number,
  error: z.ZodError | undefined,
): number {
  const issues = error?.issues.slice(0, mostProblems) ?? []
  for (const { path, message } of issues) {
    context.addIssue({ code: 'custom', path: [place, ...path], message })
  }
  return issues.length
}
