import fastify, { type FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { registerDoor, type DoorOptions } from '../access/door.ts'

type Options = DoorOptions & {
  readonly registry: Registry
  /** A port of their own; 0 takes any free one. */
  readonly port: number
}

/**
 * Opens `/metrics` (Prometheus text, no secrets) on a port of its own, for whoever reaches it there
 * under a name of this service.
 */
export async function openMetricsPort({
  registry,
  port,
  ...door
}: Options): Promise<FastifyInstance> {
  const alone = fastify({ logger: false, forceCloseConnections: true })
  registerDoor(alone, door)
  alone.get('/metrics', (_request, reply) => sendMetrics(reply, registry))
  await alone.listen({ host: door.access.host, port })
  return alone
}

/** Opens `/metrics` beside a service's other routes: for administrators where people have to sign in. */
export function registerMetricsRoute(app: FastifyInstance, registry: Registry): void {
  const config = { roles: ['admin' as const] }
  app.get('/metrics', { config }, (_request, reply) => sendMetrics(reply, registry))
}

type Answer = { type(kind: string): Answer; send(body: string): unknown }

async function sendMetrics(reply: Answer, registry: Registry): Promise<unknown> {
  return reply.type(registry.contentType).send(await registry.metrics())
}
