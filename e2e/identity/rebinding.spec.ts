import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'playwright/test'
import type { Report } from './rebound.ts'

const program = fileURLToPath(new URL('./rebound.ts', import.meta.url))

/**
 * Runs in a network of its own, with nothing but its loopback, so that a bind to every address
 * reaches nobody. Where the system gives none, the network bind is one that loopback alone answers.
 */
function report(): Report {
  const flags = process.getuid?.() === 0 ? ['--net'] : ['--map-root-user', '--net']
  const canIsolate = spawnSync('unshare', [...flags, 'ip', 'link', 'set', 'lo', 'up']).status === 0
  const [command, args] = canIsolate
    ? [
        'unshare',
        [
          ...flags,
          'sh',
          '-c',
          'ip link set lo up && exec "$@"',
          'sh',
          process.execPath,
          program,
          '0.0.0.0',
        ],
      ]
    : [process.execPath, [program, '::ffff:127.0.0.1']]
  const run = spawnSync(command as string, args as string[], { encoding: 'utf8', timeout: 110_000 })
  const line = run.stdout.trim().split('\n').at(-1) ?? ''
  if (run.status !== 0) throw new Error(run.stderr + run.stdout)
  return JSON.parse(line) as Report // what the program prints
}

test('a page under a rebound name reads nothing and writes nothing, whatever the bind', () => {
  test.setTimeout(120_000)
  const { loopback, network, unchecked } = report()
  const refused = { web: [421, 421, 421], proxy: [421, 421], tickets: [421, 421] }
  expect(loopback).toEqual(refused)
  expect(network).toEqual(refused)
  // The same page, with the check taken out, has it all: the test above can fail.
  expect(unchecked).toEqual({ web: [200, 201, 200], proxy: [200, 200], tickets: [200, 201] })
})
