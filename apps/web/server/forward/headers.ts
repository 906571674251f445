import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { ServiceError, serviceHeader } from '@askdesk/service'

/** Headers that speak of one connection, not of the message: RFC 9110, section 7.6.1. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * Fields that the forwarder or a service behind relies on. A client that names one in `Connection`
 * asks for it to be dropped on the way, and with it the framing or the check that rests on it.
 */
const reliedOn =
  /^(content-|if-|sec-|x-(?:askdesk|forwarded|portkey)|forwarded|(accept(-.*)?|authorization|cache-control|cookie|date|expect|host|idempotency-key|last-event-id|origin|range|referer|transfer-encoding|user-agent)$)/

/** Made here anew, or not for clients to send. `expect` is answered by this server itself. */
const ownOnly = new Set(['host', 'content-length', 'expect', 'forwarded', serviceHeader])
const ownPrefixes = /^x-(?:portkey|forwarded)-/
/** The product's own credentials: no other cookie of this host is a service's business. */
const ownCookies = /^(?:__Host-)?askdesk(?:-session|-oidc)?$/

/** The asker and the address, as forwarded to the service behind. */
export type Asker = {
  readonly address: string
  readonly host: string | undefined
  readonly isSecure: boolean
}

/**
 * The headers of the forwarded request, without framing. The client's gateway headers (`x-portkey-*`)
 * stay here: only the proxy's own configuration says where a prompt goes. `Origin` travels on, it is
 * how the services tell the page's own requests from foreign ones.
 *
 * @throws ServiceError 400 when `Connection` names a field that must not be dropped.
 */
export function requestHeaders(incoming: IncomingHttpHeaders, asker: Asker): OutgoingHttpHeaders {
  const named = namedInConnection(incoming)
  const stolen = named.find((name) => !hopByHop.has(name) && reliedOn.test(name))
  if (stolen !== undefined || named.includes('transfer-encoding')) {
    throw new ServiceError(
      'invalid_request',
      'The Connection header names a field that belongs to the whole way, not to one connection. Take it out.',
    )
  }
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of endToEnd(incoming, named)) {
    if (ownOnly.has(name) || ownPrefixes.test(name)) continue
    headers[name] = name === 'cookie' ? keepOwnCookies(String(value)) : value
  }
  if (headers['cookie'] === '') delete headers['cookie']
  headers['x-forwarded-for'] = asker.address
  if (asker.host !== undefined) headers['x-forwarded-host'] = asker.host
  headers['x-forwarded-proto'] = asker.isSecure ? 'https' : 'http'
  return headers
}

/** The headers of the answer that goes back to the browser. */
export function responseHeaders(upstream: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(endToEnd(upstream, namedInConnection(upstream)))
}

function keepOwnCookies(header: string): string {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => ownCookies.test(pair.split('=')[0]?.trim() ?? ''))
    .join('; ')
}

function namedInConnection({ connection }: IncomingHttpHeaders): string[] {
  return (connection ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}

function endToEnd(
  headers: IncomingHttpHeaders,
  named: readonly string[],
): [string, string | string[]][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || hopByHop.has(name) || named.includes(name) ? [] : [[name, value]],
  )
}
