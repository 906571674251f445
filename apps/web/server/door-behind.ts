import type { Config } from './config.ts'

/** How the services behind guard themselves, as far as it could be seen. */
export type DoorBehind = 'guarded' | 'open' | 'unreachable'

/** Asks are repeated for so long while a service is still starting, in milliseconds. */
const patience = 10_000
const between = 250
const answerWithin = 3000

type Services = Pick<Config, 'proxyUrl' | 'ticketsUrl'>

/**
 * Looks at the services behind without a credential. The web server has no door of its own, so
 * where others can reach it both of them must have one: the proxy spends on a paid key, the tickets
 * are customers' words.
 */
export async function lookBehind(services: Services, wait = patience): Promise<DoorBehind> {
  const deadline = Date.now() + wait
  for (;;) {
    const seen = await Promise.all([proxyDoor(services), ticketsDoor(services)])
    if (seen.includes('open')) return 'open'
    if (!seen.includes('unreachable')) return 'guarded'
    if (Date.now() >= deadline) return 'unreachable'
    await new Promise((resolve) => setTimeout(resolve, between))
  }
}

async function proxyDoor({ proxyUrl }: Services): Promise<DoorBehind> {
  return ask(new URL('/api/session', proxyUrl), async (response) => {
    const body: unknown = await response.json()
    const required =
      typeof body === 'object' && body !== null && 'required' in body && body.required
    return required === true ? 'guarded' : 'open'
  })
}

async function ticketsDoor({ ticketsUrl }: Services): Promise<DoorBehind> {
  return ask(new URL('/api/tickets/counts', ticketsUrl), async (response) => {
    await response.body?.cancel()
    return response.status === 401 ? 'guarded' : response.ok ? 'open' : 'unreachable'
  })
}

async function ask(
  url: URL,
  judge: (response: Response) => Promise<DoorBehind>,
): Promise<DoorBehind> {
  try {
    return await judge(await fetch(url, { signal: AbortSignal.timeout(answerWithin) }))
  } catch {
    return 'unreachable'
  }
}
