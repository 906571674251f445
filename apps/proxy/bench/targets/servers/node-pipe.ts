import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { Pool } from 'undici'
import { upstreamKey } from '../target.ts'

const [port, upstreamPort] = process.argv.slice(2)
const pool = new Pool(`http://127.0.0.1:${upstreamPort}`, { headersTimeout: 0, bodyTimeout: 0 })

createServer((request, response) => {
  void forward(request, response).catch(() => response.destroy())
}).listen(Number(port), '127.0.0.1', 4096)

async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(Buffer.from(piece))
  const abort = new AbortController()
  response.once('close', () => abort.abort())
  const upstream = await pool.request({
    method: 'POST',
    path: request.url ?? '/',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${upstreamKey}` },
    body: Buffer.concat(pieces),
    signal: abort.signal,
  })
  response.writeHead(upstream.statusCode, {
    'content-type': String(upstream.headers['content-type']),
  })
  pipeline(upstream.body, response, () => undefined)
}
