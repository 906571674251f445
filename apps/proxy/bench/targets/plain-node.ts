import { fileURLToPath } from 'node:url'
import { openAiBody, type Target } from './target.ts'

/** Fastify's own proxy plugin, as its README sets it up, with the key put in. */
export const fastifyHttpProxy = plainNode({
  name: '@fastify/http-proxy',
  description: 'Fastify’s proxy plugin, key injected',
  script: 'fastify-http-proxy',
})

/** The usual way: Node's HTTP server, undici's client, and a pipe between them. */
export const nodePipe = plainNode({
  name: 'node pipe',
  description: 'node:http and undici, response piped, key injected, nothing else',
  script: 'node-pipe',
})

/** The least of all: undici's callbacks, no streams, no promises, and the reader who leaves ends the request. */
export const nodeDispatch = plainNode({
  name: 'node dispatch',
  description: 'node:http and undici’s callbacks, key injected, nothing else',
  script: 'node-dispatch',
})

type PlainNode = Pick<Target, 'name' | 'description'> & { readonly script: string }

/** A script of `servers`, which passes what OpenAI's clients ask on as it is. */
function plainNode({ name, description, script }: PlainNode): Target {
  const path = fileURLToPath(new URL(`servers/${script}.ts`, import.meta.url))
  return {
    name,
    description,
    start: ({ port, upstreamPort }) => ({
      command: [process.execPath, path, String(port), String(upstreamPort)],
      env: { NODE_ENV: 'production' },
    }),
    path: '/v1/chat/completions',
    headers: () => ({}),
    body: openAiBody,
  }
}
