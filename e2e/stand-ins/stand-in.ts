import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a provider sees it: with the key in it. */
export type SeenRequest = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Readonly<Record<string, unknown>>
}

/** A provider that is not there: a server on loopback that answers as it would. */
export type StandIn = {
  readonly url: string
  readonly requests: () => readonly SeenRequest[]
  readonly close: () => Promise<void>
}

export type Answer = (request: SeenRequest, response: ServerResponse) => Promise<void> | void

/** Starts a stand-in on a port of its own; every request is kept. */
export async function startStandIn(answer: Answer): Promise<StandIn> {
  const seen: SeenRequest[] = []
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message)
    seen.push(request)
    await answer(request, response)
  }
  const server = createServer((message, response) => {
    void serve(message, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    requests: () => seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_stand_in' })
  response.end(JSON.stringify(body))
}

/** Headers of a provider's stream, among them some that must not reach a browser. */
export function openEvents(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-request-id': 'req_stand_in',
    'set-cookie': '__cf_bm=stand-in; path=/',
  })
}

/** A question with this in it makes a stand-in lose its connection half-way. */
export const cutMark = '[[cut]]'

const held = new Set<() => void>()

/** Loses the connections that are held half-way. The gateway would lose text too if they went before it has passed it on. */
export function loseHeldConnections(): void {
  for (const lose of held) lose()
  held.clear()
}

/** Writes events one after the other, each when the one before has left. */
export async function writeEvents(
  request: SeenRequest,
  response: ServerResponse,
  events: readonly string[],
): Promise<void> {
  const isCut = JSON.stringify(request.body).includes(cutMark)
  for (const event of isCut ? events.slice(0, Math.ceil(events.length / 2)) : events) {
    await new Promise<void>((resolve) => {
      response.write(event, () => resolve())
    })
  }
  if (isCut) held.add(() => response.destroy())
  else response.end()
}

async function readRequest(message: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(Buffer.from(part))
  return {
    path: message.url ?? '',
    headers: message.headers,
    body: asObject(Buffer.concat(parts).toString()),
  }
}

function asObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = text === '' ? {} : JSON.parse(text)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
