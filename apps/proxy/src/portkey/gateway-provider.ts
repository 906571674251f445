import type { IncomingHttpHeaders } from 'node:http'

/** The provider that the gateway says has answered. */
export function gatewayProvider(headers: IncomingHttpHeaders): string | undefined {
  const name = headers['x-portkey-provider']
  return typeof name === 'string' && name !== '' ? name : undefined
}
