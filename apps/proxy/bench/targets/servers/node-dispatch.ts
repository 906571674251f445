import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Pool, type Dispatcher } from 'undici'
import { upstreamKey } from '../target.ts'

const [port, upstreamPort] = process.argv.slice(2)
const pool = new Pool(`http://127.0.0.1:${upstreamPort}`, { headersTimeout: 0, bodyTimeout: 0 })
const left = new Error('the reader has left')

createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.once('end', () => forward(request, Buffer.concat(pieces), response))
}).listen(Number(port), '127.0.0.1', 4096)

function forward(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  let upstream: Dispatcher.DispatchController | undefined
  response.once('close', () => upstream?.abort(left))
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${upstreamKey}` }
  pool.dispatch(
    { method: 'POST', path: request.url ?? '/', headers, body },
    {
      onRequestStart: (controller) => void (upstream = controller),
      onResponseStart(_controller, status, { 'content-type': type }) {
        response.writeHead(status, { 'content-type': String(type) })
      },
      onResponseData(controller, chunk) {
        if (response.write(chunk)) return
        controller.pause()
        response.once('drain', () => controller.resume())
      },
      onResponseEnd() {
        upstream = undefined
        response.end()
      },
      onResponseError: () => void response.destroy(),
    },
  )
}
