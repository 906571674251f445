import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { historyAnswer, replyChunks } from './reply-text.ts'
import type { Segment } from './scenarios.ts'

export type Upstream = {
  readonly url: string
  /** How the next measured reply is sent; `onBoundary` hears of each segment's begin and of the end. */
  prepare(reply: PreparedReply): void
  close(): void
}

export type PreparedReply = {
  readonly segments: readonly Segment[]
  readonly onBoundary: (index: number) => void
}

const head = '{"id":"bench","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4.1"'
const lastEvents = `data: ${head},"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}\n\ndata: [DONE]\n\n`

/** Stand-in upstream behind the real proxy: sends a known text at an exact rate, one write per chunk. */
export async function startUpstream(): Promise<Upstream> {
  let prepared: PreparedReply | undefined
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.socket?.setNoDelay(true)
    const history = [...body.matchAll(/\[\[bench history=(\d+)\]\]/g)].at(-1)?.[1]
    if (!body.includes('[[bench run]]')) {
      response.end(event(historyAnswer(Number(history ?? 0))) + lastEvents)
      return
    }
    if (!prepared) throw new Error('No reply was prepared.')
    await play(prepared, response)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    prepare: (reply) => {
      prepared = reply
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function play(
  { segments, onBoundary }: PreparedReply,
  response: ServerResponse,
): Promise<void> {
  const chunks = replyChunks(segments.reduce((sum, segment) => sum + segment.chunks, 0))
  let at = 0
  for (const [index, { chunks: count, rate, pauseMs }] of segments.entries()) {
    if (pauseMs > 0) await delay(pauseMs)
    onBoundary(index)
    const end = at + count
    const isLast = index === segments.length - 1
    if (rate === null) {
      const text = chunks.slice(at, end).map(event).join('')
      if (isLast) response.end(text + lastEvents)
      else response.write(text)
      at = end
      continue
    }
    const start = performance.now()
    const from = at
    while (at < end) {
      const due = Math.min(end, from + 1 + Math.floor(((performance.now() - start) * rate) / 1000))
      for (; at < due; at++) {
        const text = event(chunks[at] ?? '')
        // The end goes with the last word, so that both have one last byte.
        if (isLast && at === end - 1) response.end(text + lastEvents)
        else response.write(text)
      }
      await delay(1)
    }
  }
  onBoundary(segments.length)
}

function event(text: string): string {
  return `data: ${head},"choices":[{"index":0,"delta":{"content":${JSON.stringify(text)}},"finish_reason":null}]}\n\n`
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}
