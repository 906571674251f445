import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyHelmetOptions } from '@fastify/helmet'

const nonces = new WeakMap<object, string>()

/** The nonce of one response: for its policy and for the page in it. */
export function nonceOf(response: object): string {
  const nonce = nonces.get(response) ?? randomBytes(18).toString('base64')
  nonces.set(response, nonce)
  return nonce
}

/**
 * Security headers on everything that comes from here. The content security policy is the second
 * wall against XSS; images and connections without a foreign host keep a ticket's or a model's text
 * from carrying data away (exfiltration).
 */
export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", (_request, response: ServerResponse) => `'nonce-${nonceOf(response)}'`],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  xFrameOptions: { action: 'deny' },
}
