import { z } from 'zod'

/** Answer of `GET` and `POST /api/ai/session`: whether a person has to sign in, and has. */
export const sessionSchema = z.object({ required: z.boolean(), signedIn: z.boolean() })
export type Session = z.infer<typeof sessionSchema>
