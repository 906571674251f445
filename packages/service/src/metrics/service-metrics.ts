import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import { refusalReasons, type RefusalReason } from '../access/refusals.ts'
import type { ServiceName } from '../settings/access.ts'

/** Metrics of every service. */
export type ServiceMetrics = {
  readonly registry: Registry
  /** Counts a request that was not let in. */
  readonly refusal: (reason: RefusalReason) => void
}

export function createServiceMetrics(service: ServiceName): ServiceMetrics {
  const registry = new Registry()
  // Event-loop delay, memory, open handles: the process itself.
  collectDefaultMetrics({ register: registry, prefix: `askdesk_${service}_` })
  // Gauges under the name of a counter; the same numbers by kind are in those without `_total`.
  for (const gauge of ['active_handles', 'active_requests', 'active_resources']) {
    registry.removeSingleMetric(`askdesk_${service}_nodejs_${gauge}_total`)
  }
  const refusals = new Counter({
    name: 'askdesk_refusals_total',
    help: 'Requests that were not let in, by reason.',
    labelNames: ['reason'] as const,
    registers: [registry],
  })
  // A series that begins with its first event shows no increase: each begins at zero.
  for (const reason of refusalReasons) refusals.inc({ reason }, 0)
  return { registry, refusal: (reason) => refusals.inc({ reason }) }
}

/**
 * Times every request of a service, by method, route and class of status (`2xx`). A route is its
 * pattern, so the labels are a closed list, whatever is asked for.
 */
export function measureRequests(app: FastifyInstance, service: ServiceName, registry: Registry) {
  const durations = new Histogram({
    name: `askdesk_${service}_request_duration_seconds`,
    help: 'From the head of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  })
  // A first failure shall be an increase: the series that alerts look at begin at zero.
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      durations.zero({ method: each, route: url, status: '5xx' })
    }
  })
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? 'none'
    const status = `${Math.floor(reply.statusCode / 100)}xx`
    durations.observe({ method, route, status }, reply.elapsedTime / 1000)
  })
}
