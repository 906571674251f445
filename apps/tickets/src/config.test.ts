import { expect, it } from 'vitest'
import { defaultAgent, readConfig } from './config.ts'

it('works with nothing set: this machine, a folder of the repository, sample tickets', () => {
  expect(readConfig({ PORT: ' ', HOST: '' })).toEqual({
    config: {
      host: '127.0.0.1',
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
