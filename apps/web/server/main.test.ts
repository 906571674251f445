import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const clientFolder = mkdtempSync(join(tmpdir(), 'askdesk-main-'))
writeFileSync(join(clientFolder, 'index.html'), '<div id="root"></div>')
afterAll(() => rmSync(clientFolder, { recursive: true }))

const readySchema = z.object({ type: z.literal('ready'), url: z.url() })

function start(env: Record<string, string>): ChildProcess {
  return fork(main, { env: { CLIENT_FOLDER: clientFolder, PORT: '0', ...env }, silent: true })
}

async function ready(child: ChildProcess): Promise<string> {
  const [message] = await once(child, 'message')
  return readySchema.parse(message).url
}

test('it says where it listens, serves there, and ends cleanly on SIGTERM', async () => {
  const child = start({})
  const url = await ready(child)
  expect((await fetch(url)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('told to stop, it is not ready any more, and answers until a balancer had its time', async () => {
  const child = start({ SHUTDOWN_GRACE_MS: '1500', LOG_LEVEL: 'info' })
  const url = await ready(child)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503)
  expect((await fetch(url)).status).toBe(200)
  expect(await exit).toEqual([0, null])
})

test('it does not outlive the launcher that started it', async () => {
  const child = start({})
  await ready(child)
  child.disconnect()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('problems with its variables are all said at once', async () => {
  const child = start({ PORT: 'http', PROXY_URL: 'nowhere' })
  const [said, exit] = await Promise.all([
    child.stderr === null ? '' : text(child.stderr),
    once(child, 'exit'),
  ])
  expect(exit).toEqual([1, null])
  expect(said).toContain('PORT must be a number.')
  expect(said).toContain('PROXY_URL must be an address')
})

test.each(['PORT', 'WEB_PORT'])('a taken port is said in a sentence, with %s', async (name) => {
  const first = start({})
  const { port } = new URL(await ready(first))
  const second = start({ PORT: port, ...(name !== 'PORT' && { ASKDESK_PORT_NAME: name }) })
  const [said, exit] = await Promise.all([
    second.stderr === null ? '' : text(second.stderr),
    once(second, 'exit'),
  ])
  expect(exit).toEqual([1, null])
  expect(said).toContain(`port ${port} on 127.0.0.1 is taken. Set ${name} to another one.`)
  first.kill('SIGTERM')
  await once(first, 'exit')
})
