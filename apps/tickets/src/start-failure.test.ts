import { expect, test } from 'vitest'
import { readConfig, type Config } from './config.ts'
import { DatabaseFault } from './db/faults.ts'
import { describeStartFailure } from './start-failure.ts'

function configOf(env: Record<string, string>): Config {
  const read = readConfig(env, () => '')
  if ('problems' in read) throw new Error(read.problems.join())
  return read.config
}

const server = configOf({ DATABASE_URL: 'postgres://desk:hunter2@db.example/desk' })
const folder = configOf({ TICKETS_DATA_DIR: '/srv/desk' })
const coded = (code: string, message = 'no'): Error => Object.assign(new Error(message), { code })

test.each([
  ['28P01', 'refused the password'],
  ['3D000', 'no database of that name'],
  ['ENOTFOUND', 'percent-encoded'],
  ['ECONNREFUSED', 'is the server running'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
  ['XX000', 'Check that it runs'],
])('PostgreSQL’s %s says what to do', (code, words) => {
  for (const error of [coded(code), new Error('query failed', { cause: coded(code) })]) {
    const said = describeStartFailure(error, server)
    expect(said).toContain(`DATABASE_URL could not be opened (${code}). `)
    expect(said).toContain(words)
    expect(said).not.toMatch(/hunter2|db\.example/)
  }
})

test.each([
  [new DatabaseFault('full', { code: '53100', cause: new Error('Aborted()') }), 'its disk is full'],
  [coded('ENOSPC'), 'its disk is full'],
  [coded('EACCES'), 'may not write there'],
  [new DatabaseFault('stopped', { cause: new Error('Aborted(). Build with') }), 'put a backup'],
  [new Error('PGlite failed to initialize properly'), 'put a backup'],
  ['a text', 'put a backup'],
])('a folder that does not open says what to do: %s', (error, words) => {
  const said = describeStartFailure(error, folder)
  expect(said).toMatch(/^The data folder \/srv\/desk could not be opened: /)
  expect(said).toContain(words)
  expect(said).not.toContain('Aborted')
})

test('a taken port names its setting', () => {
  const config = configOf({ ASKDESK_PORT_NAME: 'TICKETS_PORT', PORT: '8789' })
  expect(describeStartFailure(coded('EADDRINUSE'), config)).toContain('Set TICKETS_PORT to')
})
