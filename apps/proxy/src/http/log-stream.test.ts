import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createLogStream } from './log-stream.ts'

const before = new Set(process.listeners('exit'))
afterEach(() => {
  for (const listener of process.listeners('exit')) {
    if (!before.has(listener)) process.off('exit', listener)
  }
})

function collect(): { writes: string[]; write(text: string): void } {
  const writes: string[] = []
  return { writes, write: (text) => void writes.push(text) }
}

test('the lines of one turn are one write', async () => {
  const output = collect()
  const log = createLogStream((text) => text, output)
  log.write('one\n')
  log.write('two\n')
  expect(output.writes).toEqual([])
  await nextTurn()
  log.write('three\n')
  await nextTurn()
  await nextTurn()
  expect(output.writes).toEqual(['one\ntwo\n', 'three\n'])
})

test('secrets are masked in each line', async () => {
  const output = collect()
  const log = createLogStream((text) => text.replaceAll('secret', '***'), output)
  log.write('a secret\n')
  log.write('another secret\n')
  await nextTurn()
  expect(output.writes).toEqual(['a ***\nanother ***\n'])
})

test('what is held when the process ends is written', async () => {
  const output = collect()
  const log = createLogStream((text) => text, output)
  log.write('the last words\n')
  for (const listener of process.listeners('exit')) if (!before.has(listener)) listener(0)
  expect(output.writes).toEqual(['the last words\n'])
  await nextTurn()
  expect(output.writes).toHaveLength(1)
})
