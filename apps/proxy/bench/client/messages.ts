import { z } from 'zod'

const addressSchema = z.object({ port: z.number(), request: z.string() })

/** Commands of the load generator. */
export const commandSchema = z.discriminatedUnion('kind', [
  /** Keeps so many streams going, each asked anew when it ends, and counts for a while. */
  z.object({
    kind: z.literal('run'),
    address: addressSchema,
    streams: z.number(),
    warmMs: z.number(),
    windowMs: z.number(),
    /** The processes whose CPU time is counted. */
    pids: z.array(z.number()),
  }),
  /** Opens streams and waits for the first chunk of each. */
  z.object({
    kind: z.literal('open'),
    address: addressSchema,
    streams: z.number(),
    /** Read no further than that. */
    stall: z.boolean(),
  }),
  /** Reads one of the open streams to its end. */
  z.object({ kind: z.literal('finish-one') }),
  /** Reads all open streams to their end. */
  z.object({ kind: z.literal('finish-all') }),
  /** Closes all connections, or the first so many. */
  z.object({ kind: z.literal('drop'), some: z.number().optional() }),
  /** Reads whole replies and compares them with what upstream sent. */
  z.object({ kind: z.literal('compare'), address: addressSchema, streams: z.number() }),
])
export type Command = z.infer<typeof commandSchema>

const quantilesSchema = z.object({ count: z.number(), p50: z.number(), p99: z.number() })
export type Quantiles = z.infer<typeof quantilesSchema>

export const runResultSchema = z.object({
  seconds: z.number(),
  bytes: z.number(),
  replies: z.number(),
  /** CPU time of the target, of all its core, and of the core that generates the load. */
  cpuMs: z.number(),
  coreMs: z.number(),
  ownCoreMs: z.number(),
  /** Milliseconds. */
  firstChunk: quantilesSchema,
  delay: quantilesSchema,
  errors: z.array(z.string()),
})
export type RunResult = z.infer<typeof runResultSchema>

export const openResultSchema = z.object({
  open: z.number(),
  /** When it was done, on the clock of `clock()`. */
  at: z.number(),
  bytes: z.number(),
  errors: z.array(z.string()),
})
export type OpenResult = z.infer<typeof openResultSchema>

export const compareResultSchema = z.object({
  equal: z.number(),
  different: z.number(),
  errors: z.array(z.string()),
})
