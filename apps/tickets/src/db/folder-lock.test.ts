import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FolderInUseError, lockFolder } from './folder-lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askdesk-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

const leaveBehind = (content: string) => writeFile(join(folder, 'service.pid'), content)

it('leaves a pid file while it holds the folder and none afterwards', async () => {
  const unlock = await lockFolder(folder)
  expect(await readFile(join(folder, 'service.pid'), 'utf8')).toContain(`"pid":${process.pid}`)
  await unlock()
  expect(await readdir(folder)).toEqual([])
})

it('refuses a folder that a living process holds, and says which and what to do', async () => {
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  try {
    await once(other, 'spawn')
    await leaveBehind(JSON.stringify({ pid: other.pid, startedAt: null }))
    const refused = lockFolder(folder)
    await expect(refused).rejects.toBeInstanceOf(FolderInUseError)
    await expect(refused).rejects.toThrow(`is in use by process ${other.pid}`)
  } finally {
    other.kill('SIGKILL')
  }
})

it('takes over from a process that is gone', async () => {
  const other = spawn(process.execPath, ['-e', ''])
  await once(other, 'exit')
  await leaveBehind(JSON.stringify({ pid: other.pid, startedAt: null }))
  const unlock = await lockFolder(folder)
  await unlock()
  expect(await readdir(folder)).toEqual([])
})

it.runIf(process.platform === 'linux')(
  'takes over when the number now belongs to another process',
  async () => {
    await leaveBehind(JSON.stringify({ pid: process.ppid, startedAt: '1' }))
    const unlock = await lockFolder(folder)
    await unlock()
    expect(await readdir(folder)).toEqual([])
  },
)

it.each(['', 'not json', '{"pid":"x"}', '{"pid":-1,"startedAt":null}'])(
  'takes over a pid file that holds %j',
  async (content) => {
    await leaveBehind(content)
    const unlock = await lockFolder(folder)
    await unlock()
    expect(await readdir(folder)).toEqual([])
  },
)
