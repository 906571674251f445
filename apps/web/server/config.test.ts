import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig as readFrom } from './config.ts'

const clientFolder = mkdtempSync(join(tmpdir(), 'askdesk-config-'))
writeFileSync(join(clientFolder, 'index.html'), '')
afterAll(() => rmSync(clientFolder, { recursive: true }))

const readConfig = (environment: Record<string, string>) =>
  readFrom(environment, () => {
    throw new Error('no such file')
  })

test('without variables it listens on loopback and finds its neighbours on their usual ports', () => {
  expect(readConfig({ CLIENT_FOLDER: clientFolder, HOST: '' })).toMatchObject({
    warnings: [],
    config: {
      access: { host: '127.0.0.1', trustProxy: [], isExposed: false },
      port: 3000,
      proxyUrl: new URL('http://127.0.0.1:8788'),
      ticketsUrl: new URL('http://127.0.0.1:8789'),
      bodyLimitBytes: 1_048_576,
      clientFolder,
      logLevel: 'warn',
    },
  })
})

test('every problem is reported at once, each with its variable', () => {
  expect(
    readConfig({
      PORT: '99999',
      PROXY_URL: 'localhost:8788',
      TICKETS_URL: 'http://127.0.0.1:8789/api',
      CLIENT_FOLDER: join(clientFolder, 'nowhere'),
      TRUST_PROXY: 'yes',
      LOG_LEVEL: 'loud',
    }),
  ).toEqual({
    problems: [
      'PORT must be at most 65535.',
      'PROXY_URL must be an address such as http://127.0.0.1:8788.',
      'TICKETS_URL must be without a path.',
      'CLIENT_FOLDER holds no built page. Run `npm run build` first.',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
      expect.stringContaining('TRUST_PROXY: “yes” is not an address'),
    ],
  })
})
