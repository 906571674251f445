import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startService } from './service.ts'

function readyOf(name: string, source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-service-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const script = join(folder, 'main.mjs')
  writeFileSync(script, source)
  return startService({ name, script, env: process.env, onLine: () => {} }).ready
}

test('a service that the system kills is said to need memory, and how much', async () => {
  const killed = `process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)`
  await expect(readyOf('tickets', killed)).rejects.toThrow(/killed .* memory.* 800 MB/)
  await expect(readyOf('proxy', killed)).rejects.toThrow(/proxy was killed .* no memory for\.$/)
})

test('a service that ends by itself is said to have ended, with its code', async () => {
  await expect(readyOf('tickets', 'process.exit(3)')).rejects.toThrow('tickets ended with code 3')
})

function living(text: string): string {
  return `process.send({ type: 'ready', url: 'http://x' }); console.log('${text}'); setInterval(() => {}, 1000)`
}

test('a watched service is started anew when its source changes, and waits when that breaks it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-service-'))
  const script = join(folder, 'main.mjs')
  writeFileSync(script, living('first'))
  const lines: string[] = []
  const service = startService({
    name: 'proxy',
    script,
    env: process.env,
    onLine: (_name, line) => lines.push(line),
    watch: true,
  })
  onTestFinished(async () => {
    service.stop()
    await service.exited
    rmSync(folder, { recursive: true })
  })
  expect(await service.ready).toBe('http://x')
  writeFileSync(script, 'process.exit(5)')
  await expect.poll(() => lines.join('\n'), { timeout: 20_000 }).toContain('Failed running')
  writeFileSync(script, living('second'))
  await expect.poll(() => lines, { timeout: 20_000 }).toContain('second')
})

test.each([
  ['before it is ready', ''],
  ['later', "process.send({ type: 'ready', url: 'http://x' });"],
])('a watched service that dies %s without a change is noticed', async (_when, first) => {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-service-'))
  const script = join(folder, 'main.mjs')
  writeFileSync(script, `${first} setTimeout(() => process.exit(7), 200)`)
  const service = startService({
    name: 'proxy',
    script,
    env: process.env,
    onLine: () => {},
    watch: true,
  })
  service.ready.catch(() => {})
  await service.failed
  service.stop()
  await service.exited
  rmSync(folder, { recursive: true })
  expect(first ? await service.ready : 'none').toBe(first ? 'http://x' : 'none')
})
