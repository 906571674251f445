import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createResponseSink } from './response-sink.ts'

/** Sizes at which the frame's own size has another number of digits, and above what is copied. */
const sizes = [1, 15, 16, 255, 256, 4095, 4096, 8192, 8193, 70_000]
const pieces = sizes.map((size, index) => Buffer.alloc(size, 97 + index))
const whole = Buffer.concat(pieces)

let server: net.Server | undefined

afterEach(() => {
  server?.close()
})

async function listen(): Promise<number> {
  const http = createServer((_request, response) => {
    response.writeHead(200)
    response.flushHeaders()
    const sink = createResponseSink(response)
    for (const piece of pieces) sink.write(piece)
    sink.end()
  }).listen(0, '127.0.0.1')
  server = http
  await once(http, 'listening')
  return (http.address() as AddressInfo).port // it listens on a port
}

test('batches of every size arrive as they are', async () => {
  const port = await listen()
  const [response]: IncomingMessage[] = await once(get({ port }), 'response')
  const read: Buffer[] = []
  for await (const chunk of response ?? []) read.push(chunk)
  expect(Buffer.concat(read).equals(whole)).toBe(true)
})

test('two requests sent at once are answered one behind the other', async () => {
  const port = await listen()
  const socket = net.connect(port, '127.0.0.1')
  const request = 'GET / HTTP/1.1\r\nhost: a\r\n'
  socket.write(`${request}\r\n${request}connection: close\r\n\r\n`)
  const read: Buffer[] = []
  for await (const chunk of socket) read.push(chunk)
  const bodies = Buffer.concat(read).toString('latin1').split('HTTP/1.1 200 OK').slice(1)
  expect(bodies).toHaveLength(2)
  const frames = pieces.map(
    (piece) => `${piece.length.toString(16)}\r\n${piece.toString('latin1')}\r\n`,
  )
  const expected = `${frames.join('')}0\r\n\r\n`
  for (const body of bodies) expect(body.slice(body.indexOf('\r\n\r\n') + 4)).toBe(expected)
})

test('a connection that is full tells when it takes more', async () => {
  const port = await new Promise<number>((resolve) => {
    const http = createServer((_request, response) => {
      response.writeHead(200)
      response.flushHeaders()
      const sink = createResponseSink(response)
      const piece = Buffer.alloc(8192, 'x')
      let left = 4096
      const fill = (): void => {
        while (left > 0) {
          left -= 1
          if (!sink.write(piece)) return void sink.once('drain', fill)
        }
        sink.end()
      }
      fill()
    }).listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port)) // it listens on a port
    server = http
  })
  const [response]: IncomingMessage[] = await once(get({ port }), 'response')
  let bytes = 0
  for await (const chunk of response ?? []) bytes += chunk.length
  expect(bytes).toBe(4096 * 8192)
})
