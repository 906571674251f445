import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'

/** How the upstream answers from now on. */
export const planSchema = z.discriminatedUnion('kind', [
  /** As fast as it is taken, without end or up to a number of chunks. */
  z.object({ kind: z.literal('flood'), chunks: z.number().optional() }),
  /** One chunk at a time, evenly spread over the streams. */
  z.object({ kind: z.literal('paced'), everyMs: z.number(), chunks: z.number().optional() }),
  /** So many chunks at once, and then silence. */
  z.object({ kind: z.literal('hold'), chunks: z.number() }),
  /** A whole reply in one chunk. */
  z.object({ kind: z.literal('one') }),
  /** The reply of `exact.ts`, cut anywhere. */
  z.object({ kind: z.literal('exact') }),
])
export type Plan = z.infer<typeof planSchema>

export const upstreamReportSchema = z.object({
  open: z.number(),
  requests: z.number(),
  /** Replies whose connection was closed before they had been sent. */
  abandoned: z.number(),
  /** When the last of these was closed, on the clock of `clock()`. */
  lastAbandonedAt: z.number(),
  sentBytes: z.number(),
})
export type UpstreamReport = z.infer<typeof upstreamReportSchema>

/** Asks a child process a question and waits for its answer. */
export function askChild<Answer>(
  child: ChildProcess,
  question: { readonly kind: string },
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      child.off('message', onMessage)
      child.off('exit', onExit)
    }
    const onMessage = (message: unknown): void => {
      leave()
      const parsed = schema.safeParse(message)
      if (parsed.success) resolve(parsed.data)
      else reject(new Error(`A helper process answered ${JSON.stringify(message)}.`))
    }
    const onExit = (code: number | null): void => {
      leave()
      reject(new Error(`A helper process ended with code ${code}.`))
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
    child.send(question)
  })
}
