import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** The text of a reply in pieces, written down before or said by a prompter, and the time after each. */
export type ScriptedReply = {
  readonly pieces: readonly string[] | AsyncIterable<string>
  readonly everyMs: number
}

export type ScriptedUpstream = {
  readonly url: string
  /** Names a reply. A question that holds `[[say NAME]]` gets it. */
  readonly add: (name: string, reply: ScriptedReply) => void
  readonly close: () => void
}

const head =
  '{"id":"scripted","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4.1"'
const end = `data: ${head},"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`

/** Stands behind the real proxy and says what a test told it to, in the wire format of Portkey. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const replies = new Map<string, ScriptedReply>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const name = [
        ...Buffer.concat(parts)
          .toString()
          .matchAll(/\[\[say ([^\]]+)\]\]/g),
      ].at(-1)?.[1]
      const reply = replies.get(name ?? '')
      if (reply) play(reply, response).catch(() => response.destroy())
      else response.writeHead(500).end(`No reply is named “${name}”.`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    add: (name, reply) => void replies.set(name, reply),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function play({ pieces, everyMs }: ScriptedReply, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  for await (const piece of pieces) {
    if (response.destroyed) return
    const delta = JSON.stringify(piece)
    response.write(
      `data: ${head},"choices":[{"index":0,"delta":{"content":${delta}},"finish_reason":null}]}\n\n`,
    )
    if (everyMs > 0) await delay(everyMs)
  }
  response.end(end)
}
