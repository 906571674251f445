import { fileURLToPath } from 'node:url'
import { openAiBody, type Target } from './target.ts'

/** Fastify's own proxy plugin, as its README sets it up, with the key put in. */
export const fastifyHttpProxy: Target = {
  name: '@fastify/http-proxy',
  description: 'Fastify’s proxy plugin, key injected',
  start: ({ port, upstreamPort }) => ({
    command: [process.execPath, scriptOf('fastify-http-proxy'), String(port), String(upstreamPort)],
    env: { NODE_ENV: 'production' },
  }),
  path: '/v1/chat/completions',
  headers: () => ({}),
  body: openAiBody,
}

/** What is usually written: Node's HTTP server, undici's client, and a pipe between them. */
export const nodePipe: Target = {
  name: 'node pipe',
  description: 'node:http and undici, response piped, key injected, nothing else',
  start: ({ port, upstreamPort }) => ({
    command: [process.execPath, scriptOf('node-pipe'), String(port), String(upstreamPort)],
    env: { NODE_ENV: 'production' },
  }),
  path: '/v1/chat/completions',
  headers: () => ({}),
  body: openAiBody,
}

/** The least of all: undici's callbacks, no streams, no promises, and the reader who leaves ends the request. */
export const nodeDispatch: Target = {
  name: 'node dispatch',
  description: 'node:http and undici’s callbacks, key injected, nothing else',
  start: ({ port, upstreamPort }) => ({
    command: [process.execPath, scriptOf('node-dispatch'), String(port), String(upstreamPort)],
    env: { NODE_ENV: 'production' },
  }),
  path: '/v1/chat/completions',
  headers: () => ({}),
  body: openAiBody,
}

function scriptOf(name: string): string {
  return fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url))
}
