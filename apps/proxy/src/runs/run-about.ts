import { runEventSchema } from '@askdesk/contracts'
import { z } from 'zod'

export const runAboutSchema = z.object({
  event: runEventSchema,
  /** Milliseconds since 1970, by the clock of the process that holds the run. */
  startedAt: z.number(),
  firstTextAt: z.number().nullable(),
})

/** Facts for the receipt of an orphaned run, whose process is gone. */
export type RunAbout = z.infer<typeof runAboutSchema>
