import { z } from 'zod'
import type { Connection } from './connection.ts'
import { replicaChannel } from './keys.ts'

const messageSchema = z.discriminatedUnion('type', [
  /** This run has readers here. Said again and again as long as that is so. */
  z.object({
    type: z.literal('reading'),
    run: z.string(),
    from: z.string(),
    /** Where they are, if they take no more for the moment. */
    stuckAt: z.number().nullable(),
  }),
  z.object({ type: z.literal('left'), run: z.string(), from: z.string() }),
  z.object({ type: z.literal('stop'), run: z.string(), from: z.string() }),
  /** Answer to `reading`: that run is not running here, whatever Redis holds. */
  z.object({ type: z.literal('unknown'), run: z.string(), from: z.string() }),
])

/** Messages between replicas, idempotent. A lost call does no harm: each is repeated until it has worked. */
export type ReplicaMessage = z.infer<typeof messageSchema>

export function sendMessage({ client }: Connection, replica: string, call: ReplicaMessage): void {
  client.publish(replicaChannel(replica), JSON.stringify(call)).catch(() => undefined)
}

export function readMessage(message: Buffer): ReplicaMessage | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(message.toString())).data
  } catch {
    return undefined
  }
}
