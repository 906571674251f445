import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply } from 'fastify'
import { nonceOf } from './security-headers.ts'

/** The word that the build leaves where a nonce belongs (`html.cspNonce` in vite.config.ts). */
const placeholder = 'ASKDESK_CSP_NONCE'

/** Sends the page, each time with a nonce of its own. */
export function createPage(clientFolder: string): (reply: FastifyReply) => FastifyReply {
  const template = readFileSync(join(clientFolder, 'index.html'), 'utf8')
  return (reply) =>
    reply
      .type('text/html; charset=utf-8')
      // Without an entity tag: a 304 would join an old page's nonce with a new policy.
      .header('cache-control', 'no-cache')
      .send(template.replaceAll(placeholder, nonceOf(reply.raw)))
}
