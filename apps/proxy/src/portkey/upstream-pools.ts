import { isLoopback } from '@askdesk/service'
import { buildConnector, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici'
import type { Egress } from '../config/egress.ts'
import { createSharedReads } from './shared-reads.ts'

/** Node closes idle sockets after 5 s, and gateways run on Node: ours must be given up first. */
const keepAliveTimeout = 4000
const connectTimeout = 5000
/** A proxy connects to the gateway before it answers. */
const tunnelTimeout = 10_000

const options = {
  pipelining: 1,
  keepAliveTimeout,
  keepAliveMaxTimeout: keepAliveTimeout,
  headersTimeout: 0,
  bodyTimeout: 0,
} satisfies Pool.Options

/** By error: whether the socket that broke had answered before. */
const usedBefore = new WeakMap<Error, boolean>()

/** Connections to one address, directly or through the network's proxy. */
export function createPool(address: URL, egress: Egress | undefined): Dispatcher {
  const connect = createConnector()
  if (egress === undefined || isFarFrom(egress, address)) {
    return new Pool(address.origin, { ...options, connect })
  }
  // Both names, as the variable for the address was picked before.
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: egress.url.href,
    httpsProxy: egress.url.href,
    noProxy: egress.except,
    proxyTls: { timeout: connectTimeout },
    clientFactory: (proxy, given) =>
      new Pool(proxy, { ...given, headersTimeout: tunnelTimeout, keepAliveTimeout }),
    factory(origin, { connect: tunnel }: Pool.Options) {
      const connector = typeof tunnel === 'function' ? marking(tunnel) : connect
      return new Pool(origin, { ...options, connect: connector })
    },
  })
}

/** A proxy elsewhere cannot reach what only this machine can. */
function isFarFrom({ url }: Egress, { hostname }: URL): boolean {
  return isLoopback(hostname) && !isLoopback(url.hostname)
}

function createConnector(): buildConnector.connector {
  return marking(buildConnector({ timeout: connectTimeout, onread: createSharedReads() }))
}

/** A reset says nothing about the socket's past, which decides whether to try again. */
function marking(connector: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connector(options, (...result) => {
      const [error, socket] = result
      if (error) return callback(error, null)
      // Behind a proxy the socket has read the proxy's own answer by now.
      const before = socket.bytesRead
      socket.prependListener('error', (problem: Error) => {
        usedBefore.set(problem, socket.bytesRead > before)
      })
      return callback(null, socket)
    })
}

/** The race of every pool: the peer closed an idle socket just as it was taken. Nothing was answered, so once more is safe. */
export function brokeOnReuse(error: Error): boolean {
  const known = usedBefore.get(error)
  if (known !== undefined) return known
  const socket = 'socket' in error ? error.socket : undefined
  return (
    'code' in error &&
    error.code === 'UND_ERR_SOCKET' &&
    typeof socket === 'object' &&
    socket !== null &&
    'bytesRead' in socket &&
    Number(socket.bytesRead) > 0
  )
}
