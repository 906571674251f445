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
