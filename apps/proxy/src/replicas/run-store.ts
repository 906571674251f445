import type { Redis } from 'ioredis'
import { z } from 'zod'
import { runAboutSchema } from '../runs/run-about.ts'
import { replicaKey, runChannel, runKey, segmentBytes, segmentKey, segmentKeys } from './keys.ts'
import { finalizeScript } from './scripts.ts'

/** How long a run that has ended can still be read, in milliseconds. */
export const keepFor = 5 * 60_000

const offset = z.coerce.number().int().min(0)
const recordSchema = z.object({
  owner: z.string(),
  replica: z.string(),
  state: z.enum(['running', 'ended', 'orphaned']),
  start: offset,
  end: offset,
  /** When the last bytes were written. */
  at: z.coerce.number(),
  about: z.string().transform(parseJson).pipe(runAboutSchema),
  /** Last words that another replica wrote; they follow `end`. */
  tail: z.string().optional(),
})
/** A run as it is in Redis. */
export type RunRecord = z.infer<typeof recordSchema>

export type Finalized = 'orphaned' | 'over' | 'alive' | 'moved'

/** Reads runs that another replica writes. Every call fails while Redis is away. */
export type RunStore = {
  read(id: string): Promise<RunRecord | undefined>
  /** The bytes `[from, to)`, or undefined if they are not all there. */
  readBytes(id: string, from: number, to: number): Promise<Buffer | undefined>
  /** `forced`: although its replica is alive. */
  finalize(id: string, record: RunRecord, tail: string, forced: boolean): Promise<Finalized>
}

export function createRunStore(client: Redis): RunStore {
  return {
    async read(id) {
      const fields = await client.hgetall(runKey(id))
      return recordSchema.safeParse(fields).data
    },
    async readBytes(id, from, to) {
      const parts: Buffer[] = []
      for (let at = from; at < to;) {
        const index = Math.floor(at / segmentBytes)
        const first = index * segmentBytes
        const until = Math.min(to, first + segmentBytes)
        const part = await client.getrangeBuffer(
          segmentKey(id, index),
          at - first,
          until - first - 1,
        )
        if (part.length !== until - at) return undefined
        parts.push(part)
        at = until
      }
      return Buffer.concat(parts)
    },
    async finalize(id, { replica, start, end }, tail, forced) {
      const sign = replicaKey(forced ? 'nobody' : replica)
      const keys = [runKey(id), sign, ...segmentKeys(id, start, end)]
      const result = await client.eval(
        finalizeScript,
        keys.length,
        ...keys,
        String(end),
        tail,
        String(keepFor),
        runChannel(id),
      )
      return z.enum(['orphaned', 'over', 'alive', 'moved']).parse(result)
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
