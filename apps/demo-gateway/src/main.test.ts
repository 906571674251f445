import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const started: ChildProcess[] = []

function start(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  started.push(child)
  return child
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

test('says where it listens, and stops cleanly when told', async () => {
  const child = start({})
  const [message] = await once(child, 'message')
  expect(message).toEqual({
    type: 'ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  })
  expect((await fetch(message.url)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('stops when its launcher is gone', async () => {
  const child = start({})
  await once(child, 'message')
  child.disconnect()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('names every problem with its settings and does not start', async () => {
  const child = start({ DEMO_PACE: 'fast', HOST: '0.0.0.0', DEMO_RECORD: 'maybe' })
  let errors = ''
  child.stderr?.on('data', (bytes) => (errors += String(bytes)))
  expect(await once(child, 'close')).toEqual([1, null])
  expect(errors).toContain('DEMO_PACE')
  expect(errors).toContain('DEMO_RECORD')
})

test('a taken port is said in a sentence, with the setting that changes it', async () => {
  const first = start({})
  const [message] = await once(first, 'message')
  const { port } = new URL(message.url)
  const second = start({ PORT: port, ASKDESK_PORT_NAME: 'GATEWAY_PORT' })
  let errors = ''
  second.stderr?.on('data', (bytes) => (errors += String(bytes)))
  expect(await once(second, 'close')).toEqual([1, null])
  expect(errors).toContain(`port ${port} on 127.0.0.1 is taken. Set GATEWAY_PORT to another one.`)
})
