import httpProxy from '@fastify/http-proxy'
import fastify from 'fastify'
import { upstreamKey } from '../target.ts'

const [port, upstreamPort] = process.argv.slice(2)
const server = fastify()
await server.register(httpProxy, {
  upstream: `http://127.0.0.1:${upstreamPort}`,
  undici: { connections: 20_000, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 },
  replyOptions: {
    rewriteRequestHeaders: (_request, headers) => ({
      ...headers,
      authorization: `Bearer ${upstreamKey}`,
    }),
  },
})
await server.listen({ host: '127.0.0.1', port: Number(port), backlog: 4096 })
