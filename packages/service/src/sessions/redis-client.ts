import type { Redis } from 'ioredis'

/** How long Redis may take for anything before it counts as away, in milliseconds. */
const patience = 2000

/**
 * A client of Redis or Valkey that never keeps its caller waiting: without a connection every
 * command fails at once, and it comes back by itself. The library is loaded only here, so a
 * service that is alone does not pay for it.
 */
export async function createRedisClient(url: string, connectionName: string): Promise<Redis> {
  const { Redis } = await import('ioredis')
  const client = new Redis(url, {
    connectionName,
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

/** Resolves when the connection stands, or when it is known not to. */
export async function firstTry(client: Redis): Promise<void> {
  if (client.status === 'ready') return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patience)
    const done = (): void => {
      clearTimeout(timer)
      client.off('ready', done)
      client.off('close', done)
      resolve()
    }
    client.once('ready', done)
    client.once('close', done)
  })
}
