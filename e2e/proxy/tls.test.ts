import { once } from 'node:events'
import type { Socket } from 'node:net'
import tls from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeAfterEach } from './close-after-each.ts'
import { ask, goodEnd, readerOf, readUntil, split, startProxy, textChunk } from './harness.ts'
import { fixture, hex, startRawUpstream, streamHead, type RawUpstream } from './raw-upstream.ts'

/** Portkey's cloud is only reached over TLS; the certificate of these tests is trusted for as long as they run. */
const trusted = tls.getCACertificates('default')
beforeAll(() => tls.setDefaultCACertificates([...trusted, fixture('crt').toString()]))
afterAll(() => tls.setDefaultCACertificates(trusted))

const closers = closeAfterEach()

async function start(
  answer: (socket: Socket) => void,
): Promise<{ upstream: RawUpstream; proxy: Awaited<ReturnType<typeof startProxy>> }> {
  const upstream = await startRawUpstream(answer, { selfSigned: true })
  const proxy = await startProxy(upstream.url.replace('http', 'https'))
  closers.push(upstream.close, proxy.close)
  return { upstream, proxy }
}

/** One and a half megabytes in characters of all lengths, numbered so that nothing can change places. */
const words = Array.from({ length: 12_000 }, (_, index) => textChunk(`${index} äß漢字🙂 `)).join('')

async function sendInPieces(
  socket: Socket,
  bytes: Buffer,
  sizes: readonly number[],
  onSent?: (total: number) => void,
): Promise<void> {
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const to = from + (sizes[turn % sizes.length] ?? 1)
    if (!socket.write(bytes.subarray(from, to))) await once(socket, 'drain')
    from = to
    onSent?.(to)
  }
}

test('a long reply comes through TLS byte for byte, wherever it is cut', async () => {
  const body = words + goodEnd
  const bytes = Buffer.concat([Buffer.from(streamHead), hex(body), Buffer.from('0\r\n\r\n')])
  const { proxy } = await start((socket) => {
    void sendInPieces(socket, bytes, [1, 7, 977, 16_384, 65_537, 3, 200_003])
  })
  const { middle, end } = split(Buffer.from(await (await ask(proxy)).arrayBuffer()))
  expect(middle.equals(Buffer.from(body))).toBe(true)
  expect(end.outcome).toBe('complete')
})

test('forty replies at once over TLS each get their own bytes', async () => {
  let replies = 0
  const { proxy } = await start((socket) => {
    const mine = textChunk(`reply ${(replies += 1)} `).repeat(400) + goodEnd
    const bytes = Buffer.concat([Buffer.from(streamHead), hex(mine), Buffer.from('0\r\n\r\n')])
    void sendInPieces(socket, bytes, [501, 16_000])
  })
  const bodies = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const { middle } = split(Buffer.from(await (await ask(proxy)).arrayBuffer()))
      return middle.toString()
    }),
  )
  const expected = Array.from(
    { length: 40 },
    (_, index) => textChunk(`reply ${index + 1} `).repeat(400) + goodEnd,
  )
  expect(bodies.toSorted()).toEqual(expected.toSorted())
})

test('a reader that pauses holds upstream back over TLS, and gets all in the end', async () => {
  const body = words.repeat(30) + goodEnd
  const bytes = Buffer.concat([Buffer.from(streamHead), hex(body), Buffer.from('0\r\n\r\n')])
  let sent = 0
  const { proxy } = await start((socket) => {
    void sendInPieces(socket, bytes, [65_536], (total) => (sent = total))
  })
  const reader = readerOf(await ask(proxy))
  const pieces: Uint8Array[] = [await readUntil(reader, 'content')]
  let before = -1
  while (sent !== before) {
    before = sent
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  expect(sent).toBeLessThan(bytes.length / 2)
  for (let next = await reader.read(); !next.done; next = await reader.read())
    pieces.push(next.value)
  expect(split(Buffer.concat(pieces)).middle.equals(Buffer.from(body))).toBe(true)
})

test('stopping closes the connection over TLS', async () => {
  const { proxy, upstream } = await start((socket) => {
    socket.write(Buffer.concat([Buffer.from(streamHead), hex(textChunk('a word '))]))
  })
  const reader = readerOf(await ask(proxy))
  const text = (await readUntil(reader, 'a word')).toString()
  const runId = /"runId":"([^"]+)"/.exec(text)?.[1] ?? ''
  const stopped = await fetch(`${proxy.url}/api/ai/runs/${runId}`, { method: 'DELETE' })
  expect(stopped.status).toBe(204)
  await upstream.closed()
})
