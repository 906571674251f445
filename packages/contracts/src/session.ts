import { z } from 'zod'

export const roles = ['agent', 'admin', 'channel'] as const
export const roleSchema = z.enum(roles)
/**
 * A caller's role: `agent` works on tickets and asks models, `admin` also changes settings and
 * sees everybody's usage, `channel` is a program that brings messages of customers in and does no more.
 */
export type Role = z.infer<typeof roleSchema>

export const signInMethodSchema = z.enum(['token', 'oidc'])
export type SignInMethod = z.infer<typeof signInMethodSchema>

/**
 * Answer of `GET /api/session`: whether a person has to sign in, has, and by which ways one can.
 * `name` and `role` are given for whoever is signed in. A service of before has no `methods`.
 */
export const sessionSchema = z.object({
  required: z.boolean(),
  signedIn: z.boolean(),
  name: z.string().optional(),
  role: roleSchema.optional().catch(undefined),
  methods: z.array(signInMethodSchema).optional().catch(undefined),
})
export type Session = z.infer<typeof sessionSchema>
