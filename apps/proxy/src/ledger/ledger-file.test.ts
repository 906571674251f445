import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLedgerFile, type LedgerFile } from './ledger-file.ts'
import { createLocalLedger } from './local-ledger.ts'
import { ledgerRow } from './testing/row.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'askdesk-ledger-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const state = (): string => join(folder, 'state')
const path = (): string => join(state(), 'usage.jsonl')

function open(mostBytes?: number): Promise<LedgerFile> {
  return openLedgerFile({
    folder: state(),
    name: 'usage',
    ...(mostBytes !== undefined && { mostBytes }),
    onTrouble(error) {
      throw error
    },
  })
}

async function tracesIn(file: LedgerFile): Promise<string[]> {
  const traces: string[] = []
  await file.load(({ traceId }) => void traces.push(traceId))
  return traces
}

test('rows are there again, and only we may read them', async () => {
  const first = await open()
  for (const name of ['a', 'b', 'c']) first.append(ledgerRow(name, `line\u2028end ${name}`))
  await first.close()
  const second = await open()
  expect(await tracesIn(second)).toEqual(['a', 'b', 'c'])
  await second.close()
  expect([statSync(state()).mode & 0o777, statSync(path()).mode & 0o777]).toEqual([0o700, 0o600])
})

test('a line that a crash has torn costs itself alone', async () => {
  const first = await open()
  first.append(ledgerRow('a'))
  first.append(ledgerRow('torn'))
  await first.close()
  truncateSync(path(), statSync(path()).size - 20)
  const second = await open()
  second.append(ledgerRow('b'))
  await second.close()
  appendFileSync(path(), 'no row\n{}\n')
  const third = await open()
  expect(await tracesIn(third)).toEqual(['a', 'b'])
  await third.close()
})

test('the file is bounded: the oldest rows go', async () => {
  const size = JSON.stringify(ledgerRow('00')).length + 1
  const file = await open(10 * size)
  for (let index = 10; index < 60; index += 1) {
    file.append(ledgerRow(String(index)))
    await expect.poll(() => readFileSync(path(), 'utf8'), { interval: 1 }).toContain(`"${index}"`)
  }
  const kept = await tracesIn(file)
  await file.close()
  expect(kept.at(-1)).toBe('59')
  expect(kept.length).toBeGreaterThan(10)
  expect(kept.length).toBeLessThan(25)
})

test('sums are exact, and a row that is there twice counts once', async () => {
  const first = await createLocalLedger(await open())
  for (const name of ['a', 'b', 'c']) first.record(ledgerRow(name))
  first.record(ledgerRow('a'))
  await first.close()
  const second = await createLocalLedger(await open())
  const midnight = new Date(new Date().toISOString().slice(0, 10))
  expect(await second.spent(midnight)).toEqual([
    { owner: 'name:maya', person: 'maya', usd: 0.75, tokens: 45 },
  ])
  expect(await second.ownerOf('b')).toBe('name:maya')
  await second.close()
})

test('a folder that cannot be written to is said at once', async () => {
  appendFileSync(state(), 'a file where the folder should be')
  await expect(open()).rejects.toThrow(/EEXIST|ENOTDIR/)
})
