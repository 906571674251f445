import type { IncomingHttpHeaders } from 'node:http'

/** How a provider can be called. Anything else in its place is upstream's to say and nobody's to repeat. */
const providerName = /^@?[a-z0-9][\w.-]{0,63}$/

/** The provider that the gateway says has answered, where that is a name and holds no secret. */
export function gatewayProvider(
  headers: IncomingHttpHeaders,
  mask: (text: string) => string,
): string | undefined {
  const name = headers['x-portkey-provider']
  if (typeof name !== 'string' || mask(name) !== name) return undefined
  return providerName.test(name) ? name : undefined
}
