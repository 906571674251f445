import type { ErrorCode } from '@askdesk/contracts'
import {
  createReadiness,
  createRefusals,
  createServiceMetrics,
  openAccess,
  openMetricsPort,
  refuseExpectations,
  registerDoor,
  registerGuard,
  registerLinger,
  registerMetricsRoute,
  type RefusalReason,
} from '@askdesk/service'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { registerCors } from './access/cors.ts'
import { createRunSlots } from './access/run-slots.ts'
import type { Services } from './ask/services.ts'
import { runBytes } from './ask/question.ts'
import { openBudgetFile } from './budgets/budget-file.ts'
import { createBudgets } from './budgets/budgets.ts'
import { createMemoryMeter } from './budgets/memory-meter.ts'
import { createRedisMeter } from './budgets/redis-meter.ts'
import { worthMasking } from './config/secrets.ts'
import { secretsOf, type Config } from './config/config.ts'
import { ProxyError } from './errors/proxy-error.ts'
import { createBilling } from './ask/billing.ts'
import { openLedger } from './ledger/open-ledger.ts'
import { createFeedbackMarks } from './ask/feedback-marks.ts'
import { createMetrics } from './ask/metrics.ts'
import { watchUpstreamKeys } from './config/upstream-keys.ts'
import { createUpstreamClient } from './portkey/upstream.ts'
import { createHealthTracker } from './ask/provider-health.ts'
import { registerCompletionsRoute } from './routes/completions.ts'
import { registerFeedbackRoute } from './routes/feedback.ts'
import { registerHealthRoutes } from './routes/health.ts'
import { registerModelsRoutes } from './routes/models.ts'
import { registerProvidersRoute } from './routes/providers.ts'
import { registerRunRoutes } from './routes/runs.ts'
import { registerStreamRoute } from './routes/stream.ts'
import { openReplicas } from './replicas/replicas.ts'
import { createRunRegistry, type RunRegistry } from './runs/run-registry.ts'
import { createMasking } from './redaction/secret-mask.ts'
import { createServer } from './http/server.ts'
import { registerUsageRoute } from './usage/usage-route.ts'
import { registerOidcRoutes } from './sign-in/oidc-routes.ts'
import { registerSessionRoutes } from './sign-in/session-routes.ts'

/** A loop that lags this much (in milliseconds, on average) makes every stream stutter: no new ones then. */
const overloadedLoopDelay = 1000

/** How long readers have to take in the end of their stream when the service stops, in milliseconds. */
const lastWordsTime = 1000

const routeRefusals = new Map<ErrorCode, RefusalReason>([
  ['too_many_runs', 'too_many_runs'],
  ['budget_exceeded', 'budget_exceeded'],
])

export type ProxyApp = {
  readonly server: FastifyInstance
  /** Says that it is not ready, stops taking questions after a grace, lets replies go on for the drain time, then ends them with an end event. */
  drain(): Promise<void>
}

/** The proxy as a whole, ready to listen. Nothing here reads the environment. */
export async function buildApp(settings: Config): Promise<ProxyApp> {
  const { firstByte, idle, resumeWindow, drain } = settings.timeouts
  const masking = createMasking(secretsOf(settings))
  const server = createServer(settings, masking)
  const keys = watchUpstreamKeys({
    ...settings.upstreamSource,
    first: settings.upstream,
    masking,
    log: server.log,
  })
  const config: Config = {
    ...settings,
    get upstream() {
      return keys.current
    },
  }
  const replicas =
    config.access.redisUrl === undefined
      ? undefined
      : await openReplicas({
          url: config.access.redisUrl,
          log: server.log,
          catalogue: config.catalogue,
          retainBytes: runBytes,
          local: (id) => registry.peek(id),
        })
  const registry: RunRegistry = createRunRegistry({
    shared: replicas,
    totalBytes: config.limits.finishedRunsBytes,
    tickMs: Math.max(10, Math.min(250, Math.min(firstByte, idle, resumeWindow || 1000) / 4)),
  })
  if (config.egress) {
    server.log.info({ proxy: config.egress.url.host }, 'upstream is asked through this proxy')
  }
  const client = createUpstreamClient(config.upstream.baseUrl, config.egress)
  const counted = createServiceMetrics('proxy')
  const metrics = createMetrics(counted.registry, () => registry.live, config.catalogue)
  const { requestsPerMinute } = config.limits
  const { identities, redis, close } = await openAccess(
    config.access,
    requestsPerMinute,
    server.log,
  )
  const { book } = identities
  book.onChange(() => masking.add(worthMasking(book.tokens.map(({ secret }) => secret))))
  const ledger = await openLedger(
    { ...config.access, ...config, folder: config.ledgerFolder },
    server.log,
  )
  const budgetFile = openBudgetFile(config.budgetsFile, config.budgets, server.log)
  const budgets = createBudgets({
    current: budgetFile.current,
    meter: redis
      ? createRedisMeter(redis, (sentence) => server.log.warn(sentence))
      : createMemoryMeter(),
    ledger,
  })
  const refusals = createRefusals(server.log, counted.refusal)
  const services: Services = {
    config,
    registry,
    replicas,
    client,
    masking,
    metrics,
    health: createHealthTracker(() => Date.now()),
    billing: createBilling({
      budgets,
      ledger,
      timeouts: config.timeouts,
      count: (row) => metrics.spent(row),
    }),
    slots: createRunSlots({
      total: config.limits.maxRuns,
      perClient: config.limits.maxRunsPerClient,
    }),
  }
  const readiness = createReadiness(config.access.graceMs)

  registerLinger(server)
  refuseExpectations(server)
  registerDoor(server, { access: config.access, refusals })
  await registerCors(server, config.access.corsOrigins)
  await registerGuard(server, {
    access: config.access,
    identities,
    refusals,
    requestsPerMinute,
    redis,
  })
  // Refused by a route, after the guard has let the request in.
  server.addHook('onError', async (request, _reply, error) => {
    const reason = error instanceof ProxyError ? routeRefusals.get(error.error.code) : undefined
    if (reason === undefined || (error instanceof ProxyError && error.error.provider)) return
    refusals.record({
      reason,
      address: request.hop.address,
      method: request.method,
      route: request.routeOptions.url,
      who: request.caller.name,
    })
  })
  registerHealthRoutes(server, replicas, readiness)
  const { metricsPort: port, access } = config
  const { registry: series } = counted
  // On a port of its own where the operator wants that, and on the proxy's otherwise.
  const metricsServer =
    port === undefined
      ? void registerMetricsRoute(server, series)
      : await openMetricsPort({ access, refusals, registry: series, port })
  await server.register(async (api) => {
    await api.register(underPressure, {
      maxEventLoopDelay: overloadedLoopDelay,
      pressureHandler() {
        throw new ProxyError(
          'overloaded',
          'The service has more to do than it can carry. Try again in a moment.',
          { retryAfterMs: 2000 },
        )
      },
    })
    registerSessionRoutes(api, identities)
    registerOidcRoutes(api, config.access, identities, redis)
    registerProvidersRoute(api, services)
    registerStreamRoute(api, services)
    registerRunRoutes(api, services)
    registerCompletionsRoute(api, services)
    registerModelsRoutes(api, services)
    registerFeedbackRoute(api, { ...services, ledger, marks: createFeedbackMarks(redis) })
    registerUsageRoute(api, { ledger, budgets })
  })

  return {
    server,
    async drain() {
      await readiness.begin(server.log, registry.live)
      const closed = server.close()
      replicas?.cutReaders()
      // A connection that has answered is kept alive by its client; it must not keep us.
      const sweep = setInterval(() => server.server.closeIdleConnections(), 50)
      const deadline = performance.now() + drain
      while (registry.live > 0 && performance.now() < deadline) await pause(50)
      registry.cancelAll(
        'The service is restarting. The text so far is kept; try again in a moment.',
      )
      // Browsers hold connections on which they never ask; after the last words are out, those go too.
      await Promise.race([closed, pause(lastWordsTime)])
      server.server.closeAllConnections()
      await closed
      clearInterval(sweep)
      registry.close()
      budgetFile.close()
      keys.close()
      // Every reply has ended by now: what it cost is counted and written before we go.
      await Promise.all([budgets.close(), ledger.close()])
      await metricsServer?.close()
      close()
      await replicas?.close()
      await client.close()
    },
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
