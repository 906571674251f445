import { z } from 'zod'

/** Body of `POST /api/ai/feedback`: what a person thinks of the reply with this trace id. */
export const feedbackSchema = z.object({
  traceId: z.string().regex(/^[\w-]{1,128}$/, 'must be the traceId of a reply'),
  /** From -10 (bad) to 10 (good). */
  value: z.number().int().min(-10).max(10),
  /** How much it counts. */
  weight: z.number().min(0).max(1).optional(),
  metadata: z
    .record(z.string().min(1).max(64), z.union([z.string().max(128), z.number(), z.boolean()]))
    .refine((fields) => Object.keys(fields).length <= 16, 'has more than 16 fields')
    .optional(),
})
export type Feedback = z.infer<typeof feedbackSchema>
