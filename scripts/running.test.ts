import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { describeOther, openRunningBook } from './running.ts'

function bookFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-running-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, '.data', 'running')
}

test('the first is nobody’s second, and leaves nothing behind', () => {
  const file = bookFile()
  const book = openRunningBook(file)
  expect(book.other).toBeUndefined()
  book.ready('http://localhost:3000')
  expect(readFileSync(file, 'utf8')).toBe(`${process.pid} http://localhost:3000\n`)
  book.close()
  expect(existsSync(file)).toBe(false)
})

test('a second one hears of the first, and leaves its name where it is', () => {
  const file = bookFile()
  openRunningBook(file)
  // Another process that lives as long as this test.
  writeFileSync(file, `${process.ppid} http://localhost:3000\n`)
  const second = openRunningBook(file)
  expect(second.other).toEqual({ pid: process.ppid, url: 'http://localhost:3000' })
  second.ready('http://localhost:3001')
  second.close()
  expect(readFileSync(file, 'utf8')).toBe(`${process.ppid} http://localhost:3000\n`)
  expect(describeOther({ pid: 7, url: 'http://localhost:3000' })).toMatch(
    /runs already .*process 7, http:\/\/localhost:3000.*WEB_PORT/,
  )
})

test.each(['', 'nonsense', '-1 http://localhost:3000'])('a file of %j is nobody', (text) => {
  const file = bookFile()
  openRunningBook(file)
  writeFileSync(file, text)
  expect(openRunningBook(file).other).toBeUndefined()
})

test('one that was killed is nobody', async () => {
  const file = bookFile()
  openRunningBook(file)
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  writeFileSync(file, `${child.pid} \n`)
  expect(openRunningBook(file).other).toBeUndefined()
})
