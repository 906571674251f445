import { expect, it } from 'vitest'
import { defaultAgent, readConfig as readFrom } from './config.ts'

const readConfig = (environment: Record<string, string>, files: Record<string, string> = {}) =>
  readFrom(environment, (path) => {
    const content = files[path]
    if (content === undefined) throw new Error('no such file')
    return content
  })

it('works with nothing set: this machine, a folder of the repository, sample tickets', () => {
  expect(readConfig({ PORT: ' ', HOST: '' })).toMatchObject({
    warnings: [],
    config: {
      access: { host: '127.0.0.1', required: false, isExposed: false },
      port: 8789,
      storage: { kind: 'pglite', folder: expect.stringMatching(/\.data.tickets$/) },
      currentAgent: defaultAgent,
      seeded: true,
      logLevel: 'info',
    },
  })
})

it('takes a PostgreSQL server instead, and leaves it without sample tickets unless asked', () => {
  const url = 'postgresql://desk:secret@db.example/askdesk'
  expect(readConfig({ DATABASE_URL: url })).toMatchObject({
    config: { storage: { kind: 'postgres', url }, seeded: false },
  })
  expect(readConfig({ DATABASE_URL: url, TICKETS_SEED: 'true' })).toMatchObject({
    config: { seeded: true },
  })
  expect(readConfig({ TICKETS_SEED: 'false' })).toMatchObject({ config: { seeded: false } })
})

it('keeps memory:// as it is', () => {
  expect(readConfig({ TICKETS_DATA_DIR: 'memory://' })).toMatchObject({
    config: { storage: { kind: 'pglite', folder: 'memory://' } },
  })
})

it('names every problem at once and no value', () => {
  const read = readConfig({
    PORT: '70000',
    DATABASE_URL: 'mysql://root:hunter2@db',
    TICKETS_SEED: 'maybe',
    CURRENT_AGENT: 'Lindqvist, Maya',
    LOG_LEVEL: 'loud',
  })
  expect(read).toEqual({
    problems: [
      'PORT must be a port number from 0 to 65535.',
      'DATABASE_URL must begin with postgres:// or postgresql://.',
      'TICKETS_SEED must be true or false.',
      'CURRENT_AGENT must not contain a comma.',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
    ],
  })
})

it('takes every value from a file, and refuses one that cannot be read', () => {
  const url = 'postgres://desk:secret@db.example/askdesk'
  const files = { '/run/secrets/url': `${url}\n` }
  expect(readConfig({ DATABASE_URL_FILE: '/run/secrets/url' }, files)).toMatchObject({
    config: { storage: { kind: 'postgres', url } },
  })
  for (const name of ['DATABASE_URL_FILE', 'TICKETS_DATA_DIR_FILE', 'PROXY_TOKENS_FILE']) {
    expect(readConfig({ [name]: '/gone' })).toEqual({
      problems: [`${name}: the file it names cannot be read.`],
    })
  }
})

it('refuses to open the door to others by accident', () => {
  for (const env of [
    { HOST: '0.0.0.0' },
    { HOST: '::ffff:127.0.0.1' },
    { ALLOWED_HOSTS: 'desk.example.com' },
    { PUBLIC_URL: 'https://desk.example.com' },
  ]) {
    expect(problemsOf(env)).toContain('read and change every ticket')
    expect(problemsOf({ ...env, ALLOW_ANONYMOUS: 'true' })).toBe('')
    expect(problemsOf({ ...env, PROXY_TOKENS: 'maya=0123456789abcdef01234567' })).toBe('')
    expect(problemsOf({ ...env, PROXY_TOKENS: 'maya=0123456789abcdef' })).toContain('guessed')
  }
})

function problemsOf(env: Record<string, string>): string {
  const read = readConfig(env)
  return 'problems' in read ? read.problems.join(' ') : ''
}
