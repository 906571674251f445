import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

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

/** Who asked and under which address, as the service behind is told. */
export type Asker = {
  address: string | undefined
  /** Whether the `X-Forwarded-*` that came in were set by a reverse proxy of ours. */
  trusted: boolean
}

/**
 * The headers of the forwarded request. The client's gateway headers (`x-portkey-*`) stay here: only
 * the proxy's own configuration says where a prompt goes. `Origin` travels on, it is how the services
 * tell the page's own requests from foreign ones.
 */
export function requestHeaders(incoming: IncomingHttpHeaders, asker: Asker): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of endToEnd(incoming)) {
    if (name === 'host' || name === 'forwarded' || name === 'expect') continue
    if (name.startsWith('x-portkey-') || name.startsWith('x-forwarded-')) continue
    headers[name] = value
  }
  // A body of unknown length stays one; without this the framing header would be lost with its hop.
  if (incoming['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
  const before = asker.trusted ? incoming['x-forwarded-for'] : undefined
  headers['x-forwarded-for'] = [before, asker.address].filter(Boolean).join(', ')
  headers['x-forwarded-host'] = (asker.trusted && incoming['x-forwarded-host']) || incoming.host
  headers['x-forwarded-proto'] = (asker.trusted && incoming['x-forwarded-proto']) || 'http'
  return headers
}

/** The headers of the answer that goes back to the browser. */
export function responseHeaders(upstream: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(endToEnd(upstream))
}

function endToEnd(headers: IncomingHttpHeaders): [string, string | string[]][] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || hopByHop.has(name) || named.includes(name) ? [] : [[name, value]],
  )
}
