import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply } from 'fastify'
import { nonceOf } from './security-headers.ts'

/** The word that the build leaves where a nonce belongs (`html.cspNonce` in vite.config.ts). */
const placeholder = 'ASKDESK_CSP_NONCE'

/** Sends the page, each time with a nonce of its own. A new build is noticed without a restart. */
export function createPage(clientFolder: string): (reply: FastifyReply) => FastifyReply {
  const path = join(clientFolder, 'index.html')
  const read = () => ({ builtAt: statSync(path).mtimeMs, template: readFileSync(path, 'utf8') })
  let page = read()
  return (reply) => {
    const builtAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (builtAt !== undefined && builtAt !== page.builtAt) page = read()
    return (
      reply
        .type('text/html; charset=utf-8')
        // Without an entity tag: a 304 would join an old page's nonce with a new policy.
        .header('cache-control', 'no-cache')
        .send(page.template.replaceAll(placeholder, nonceOf(reply.raw)))
    )
  }
}
