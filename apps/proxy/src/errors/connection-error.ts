import { ProxyError } from './proxy-error.ts'
import type { Asked } from './failure-sentences.ts'

/** A failure to get any answer from the gateway. Its address and the system's words stay in the log. */
export function errorFromConnection(
  cause: Error,
  { label, providerId, traceId }: Asked,
): ProxyError {
  const code = 'code' in cause ? String(cause.code) : ''
  const details = { provider: providerId, traceId, cause }
  const refusal = /^Proxy response \((\d{3})\)/.exec(cause.message)
  if (refusal) {
    const [, status = ''] = refusal
    const why = status === '407' ? ': it wants a user name and password' : ''
    return new ProxyError(
      'upstream_unreachable',
      `The network’s proxy (HTTPS_PROXY) does not let us through to ${label}, with status ${status}${why}. Tell the operator.`,
      details,
    )
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT') {
    return new ProxyError(
      'upstream_timeout',
      `The gateway to ${label} did not accept the connection in time. Try again in a moment.`,
      details,
    )
  }
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code)) {
    return new ProxyError(
      'upstream_unreachable',
      `The gateway to ${label} cannot be reached. Try again in a moment; if it lasts, tell the operator.`,
      details,
    )
  }
  if (/CERT|TLS|SSL|UNABLE_TO_|HOSTNAME/.test(code)) {
    return new ProxyError(
      'upstream_unreachable',
      `The gateway to ${label} has no certificate that can be trusted. Tell the operator.`,
      details,
    )
  }
  return new ProxyError(
    'upstream_error',
    `The connection to ${label} broke before it answered. Try again, or pick another provider.`,
    details,
  )
}
