import type { FastifyReply } from 'fastify'

/** Fields that a request lost, and those that were lowered to a limit, each with that limit. */
export type Losses = {
  readonly ignored: readonly string[]
  readonly capped: Readonly<Record<string, number>>
}

/** Tells the client in the head what its answer does not heed. Nothing is said where nothing was lost. */
export function tellLosses(reply: FastifyReply, { ignored, capped }: Losses): void {
  const limits = Object.entries(capped)
  const names = new Set([...ignored, ...limits.map(([name]) => name)])
  if (names.size > 0) reply.header('x-askdesk-ignored', [...names].join(', '))
  if (limits.length > 0) {
    reply.header('x-askdesk-capped', limits.map(([name, most]) => `${name}=${most}`).join(', '))
  }
}
