import { fileURLToPath } from 'node:url'
import { environmentsOf, hasUpstream, type Environment } from './environment.ts'
import { startService, type Service } from './service.ts'

export type StackOptions = {
  readonly env: Environment
  readonly onLine: (name: string, line: string) => void
  /** The web server can be left out when a development server takes its place. */
  readonly web: boolean
  /** Starts services anew when their sources change. */
  readonly watch?: boolean
}

export type Stack = {
  readonly urls: {
    readonly proxy: string
    readonly tickets: string
    readonly web: string | undefined
  }
  readonly isDemo: boolean
  /** Resolves with the name of a service that ended by itself. */
  readonly failed: Promise<string>
  /** Ends all services; those that do not end in time are killed. */
  stop(): Promise<void>
}

/** How long services may take to end by themselves: longer than the proxy's drain time. */
const stopTimeout = 10_000

/** Starts every service in the order in which they need each other. */
export async function startStack({
  env,
  onLine,
  web,
  watch = false,
}: StackOptions): Promise<Stack> {
  const services: Service[] = []
  const environments = environmentsOf(env, fromRoot('.data/state'))
  const start = (name: string, script: string, own: Environment): Promise<string> => {
    const service = startService({ name, script: fromRoot(script), env: own, onLine, watch })
    services.push(service)
    return service.ready
  }
  const stop = (): Promise<void> => stopAll(services)
  const isDemo = !hasUpstream(env)
  try {
    const tickets = start('tickets', 'apps/tickets/src/main.ts', {
      ...environments.tickets,
      PORT: env['TICKETS_PORT'] ?? '8789',
    })
    // Looked at below; a rejection before that must not end the process.
    tickets.catch(() => undefined)
    let proxyEnv: Environment = {
      ...environments.proxy,
      PORT: env['PROXY_PORT'] ?? '8788',
    }
    if (isDemo) {
      const gateway = await start('demo-gateway', 'apps/demo-gateway/src/main.ts', {
        ...environments.gateway,
        PORT: env['GATEWAY_PORT'] ?? '8790',
      })
      proxyEnv = { ...proxyEnv, DEMO_GATEWAY_URL: gateway }
    }
    // The ledger of what replies cost is with the tickets.
    const ticketsUrl = await tickets
    const proxyUrl = await start('proxy', 'apps/proxy/src/main.ts', {
      ...proxyEnv,
      TICKETS_URL: ticketsUrl,
    })
    const webUrl = web
      ? await start('web', 'apps/web/server/main.ts', {
          ...environments.web,
          PORT: env['WEB_PORT'] ?? '3000',
          PROXY_URL: proxyUrl,
          TICKETS_URL: ticketsUrl,
        })
      : undefined
    const failed = Promise.race(services.map((service) => service.failed.then(() => service.name)))
    return { urls: { proxy: proxyUrl, tickets: ticketsUrl, web: webUrl }, isDemo, failed, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function stopAll(services: readonly Service[]): Promise<void> {
  for (const service of services) service.stop()
  const timer = setTimeout(() => {
    for (const service of services) service.kill()
  }, stopTimeout)
  await Promise.all(services.map((service) => service.exited))
  clearTimeout(timer)
}

export function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}
