import type { Redis } from 'ioredis'
import type { FastifyBaseLogger } from 'fastify'

/** How long Redis may take for anything before it counts as away. */
const patience = 2000

/**
 * A client of Redis or Valkey that never keeps its caller waiting: without a connection every
 * command fails at once, and it comes back by itself. The library is loaded only here, so a proxy
 * that is alone does not pay for it.
 */
async function createRedis(url: string): Promise<Redis> {
  const { Redis } = await import('ioredis')
  const client = new Redis(url, {
    connectionName: 'askdesk-proxy',
    connectTimeout: patience,
    commandTimeout: patience,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
  })
  // Errors show in the state of the connection, which is watched; unheard they would be printed.
  client.on('error', () => undefined)
  return client
}

export type Connection = {
  readonly client: Redis
  /** Both connections stand. */
  readonly isUp: boolean
  /** Resolves when it is known for the first time whether Redis is there. */
  readonly tried: Promise<void>
  subscribe(channel: string): Promise<void>
  unsubscribe(channel: string): void
  close(): void
}

export type ConnectionEvents = {
  readonly onMessage: (channel: string, message: Buffer) => void
  /** Connected, or connected again: what was announced in between was missed. */
  readonly onUp: () => void
  readonly onDown: () => void
}

/** One connection for commands and one that listens. An outage is one line in the log, its end another. */
export async function connect(
  url: string,
  log: FastifyBaseLogger,
  events: ConnectionEvents,
): Promise<Connection> {
  const client = await createRedis(url)
  const listener = client.duplicate()
  const channels = new Set<string>()
  let lastError: unknown
  let isUp = false
  let said: 'nothing' | 'away' | 'back' = 'nothing'
  let setTried: (() => void) | undefined
  const tried = new Promise<void>((resolve) => {
    setTried = resolve
    setTimeout(resolve, patience).unref()
  })
  let isClosed = false

  const onChange = async (): Promise<void> => {
    if (client.status !== 'ready' || listener.status !== 'ready') return setDown()
    try {
      if (channels.size > 0) await listener.subscribe(...channels)
    } catch (error) {
      lastError = error
      return setDown()
    }
    if (isUp || isClosed) return
    isUp = true
    if (said === 'away') log.info('Redis is back; runs are shared again')
    said = 'back'
    setTried?.()
    events.onUp()
  }
  function setDown(): void {
    const wasUp = isUp
    isUp = false
    if (wasUp) events.onDown()
    if (said === 'away' || isClosed || (!wasUp && lastError === undefined)) return
    said = 'away'
    setTried?.()
    log.warn(
      { cause: causeOf(lastError) },
      'Redis cannot be reached: runs are served from memory, and only by the replica that holds them',
    )
  }
  for (const connection of [client, listener]) {
    connection.on('error', (error) => {
      lastError = error
    })
    connection.on('ready', () => void onChange())
    connection.on('close', () => void onChange())
  }
  listener.on('messageBuffer', (channel: Buffer, message: Buffer) =>
    events.onMessage(channel.toString(), message),
  )
  return {
    client,
    tried,
    get isUp() {
      return isUp
    },
    async subscribe(channel) {
      channels.add(channel)
      await listener.subscribe(channel)
    },
    unsubscribe(channel) {
      channels.delete(channel)
      listener.unsubscribe(channel).catch(() => undefined)
    },
    close() {
      isClosed = true
      isUp = false
      client.disconnect()
      listener.disconnect()
    },
  }
}

/** A word for the log. The system's messages hold the address, Redis's may hold a user's name. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'connection closed'
  if (error.message === 'Command timed out') return 'no answer in time'
  if ('code' in error && typeof error.code === 'string') return error.code
  return /^[A-Z]{3,}\b/.exec(error.message)?.[0] ?? error.name
}
