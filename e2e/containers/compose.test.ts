import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { faultsOfCompose } from './compose-faults.ts'
import { composeText, readCompose, repository } from './compose.ts'

const source = composeText()
const compose = readCompose({}, source)
const services = Object.entries(compose.services)
const read = (path: string): string => readFileSync(`${repository}/${path}`, 'utf8')
const dockerfile = read('Dockerfile')
/** One stage of the Dockerfile. */
const stage = (name: string): string =>
  dockerfile.split(/^(?=FROM )/m).find((text) => text.split('\n')[0]?.endsWith(` AS ${name}`)) ?? ''

describe.each(services)('the service %s', (name, service) => {
  test('may write, do and take no more than it needs', () => {
    expect(service.read_only).toBe(true)
    expect(service.cap_drop).toEqual(['ALL'])
    expect(service.security_opt).toContain('no-new-privileges:true')
    expect(service.mem_limit).toMatch(/^\d+[mg]$/)
    expect(service.pids_limit).toBeGreaterThan(0)
  })

  test('has a way to be seen alive', () => {
    const image = service.build ? stage(service.build.target) : ''
    expect(service.healthcheck ?? /^HEALTHCHECK /m.exec(image)).toBeTruthy()
  })

  test('is an image of ours or one of an exact version', () => {
    const image = service.image ?? ''
    const exact = /:\d+\.\d+(\.\d+)?-alpine$|@sha256:[0-9a-f]{64}$/.test(image)
    expect(exact || service.build?.target === name).toBe(true)
  })

  test('adds no capability but those that the start of PostgreSQL takes', () => {
    const taken = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID']
    expect(service.cap_add).toEqual(name === 'postgres' ? taken : [])
  })

  test('mounts nothing of this machine but its own secrets, to read', () => {
    const own = ['proxy', 'tickets'].includes(name) ? [name, 'shared'] : [name]
    for (const volume of service.volumes.filter((text) => /^[./~]/.test(text))) {
      expect(own.map((folder) => `./secrets/${folder}`)).toContain(volume.split(':')[0])
      expect(volume).toMatch(/:ro$/)
    }
  })
})

function anonymous(said?: string): string[] {
  return Object.values(readCompose({ ALLOW_ANONYMOUS: said }, source).services).flatMap(
    ({ environment }) => environment['ALLOW_ANONYMOUS'] ?? [],
  )
}

describe('the way in', () => {
  test('is the page alone, for this machine alone', () => {
    const open = services.filter(([, service]) => service.ports.length > 0)
    expect(open.map(([name, { ports }]) => [name, ports])).toEqual([
      ['web', ['127.0.0.1:3000:3000']],
    ])
  })

  test('leads to no database: the page and the demo gateway are not in its network', () => {
    expect(compose.networks['data']?.internal).toBe(true)
    const inData = services.filter(([, { networks }]) => networks.includes('data'))
    expect(inData.map(([name]) => name).toSorted()).toEqual([
      'postgres',
      'proxy',
      'redis',
      'tickets',
    ])
    for (const name of ['postgres', 'redis'])
      expect(compose.services[name]?.networks).toEqual(['data'])
  })

  test('is open to anybody only while nobody says otherwise', () => {
    expect(anonymous()).toEqual(['true', 'true', 'true'])
    expect(anonymous('false')).toEqual(['false', 'false', 'false'])
  })
})

test('databases start only when asked for, and what answers without a key always', () => {
  const always = services.filter(([, { profiles }]) => profiles.length === 0)
  expect(always.map(([name]) => name).toSorted()).toEqual([
    'demo-gateway',
    'proxy',
    'tickets',
    'web',
  ])
  for (const [name, profile] of [
    ['postgres', 'postgres'],
    ['redis', 'redis'],
  ] as const) {
    expect(compose.services[name]?.profiles).toEqual([profile])
  }
})

test('the tickets have the memory that the embedded database takes', () => {
  expect(compose.services['tickets']?.mem_limit).toBe('512m')
})

test('no secret and no default for one stands in the file', () => {
  const secret = /(?:KEY|KEY_ID|TOKENS?|SECRET|PASSWORD|DATABASE_URL|REDIS_URL|PORTKEY_CONFIG)$/
  const given = services.flatMap(([, { environment }]) =>
    Object.entries(environment).filter(([name, value]) => secret.test(name) && value !== ''),
  )
  expect(given).toEqual([])
  expect(source).not.toMatch(/:\/\/[^\s/]*:[^\s/@]+@/)
  expect(JSON.stringify(compose.services['redis']?.command)).toContain('cat /secrets/password')
})

test('every setting of .env.example reaches a service, or is of npm start alone', () => {
  const launcher = ['HOST', 'PORT', 'PROXY_PORT', 'TICKETS_PORT', 'GATEWAY_PORT']
  // Fixed in the file: folders of its own volumes, and the address of a neighbour.
  const fixed = ['STATE_DIR', 'TICKETS_DATA_DIR', 'TICKETS_URL']
  const known = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
  const passed = new Set([...source.matchAll(/\$\{(\w+)/g)].map(([, name]) => name))
  const lost = known.filter((name) => name !== undefined && !passed.has(name))
  expect(known.length).toBeGreaterThan(50)
  expect([...new Set(lost)].toSorted()).toEqual([...launcher, ...fixed].toSorted())
})

describe('the one build of all images', () => {
  test('installs before it copies a source, from every manifest', () => {
    const workspace: unknown = parse(read('pnpm-workspace.yaml'))
    const folders =
      typeof workspace === 'object' && workspace !== null && 'packages' in workspace
        ? (workspace.packages as string[]) // pnpm's own list of globs
        : []
    const manifests = globSync(
      folders.map((folder) => `${folder}/package.json`),
      { cwd: repository },
    ).toSorted()
    const installed = stage('installed')
    const copied = [...installed.matchAll(/^COPY (\S+)\/package\.json \1\/$/gm)]
    expect(copied.map(([, folder]) => `${folder}/package.json`).toSorted()).toEqual(manifests)
    expect(installed).toContain(
      'COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./\nCOPY scripts/bootstrap.mjs scripts/\nCOPY scripts/pnpm scripts/pnpm\n',
    )
    expect(installed).not.toContain('COPY . .')
    expect(stage('build')).toMatch(/^FROM installed .*\nCOPY \. \.\nRUN [^\n]+\n\n$/)
  })

  test('is made once: no image builds anything', () => {
    expect(dockerfile.match(/^RUN .*build\.ts/gm)).toHaveLength(1)
    for (const [name, { build }] of services) {
      expect(stage(build?.target ?? name)).not.toMatch(/^(RUN|COPY (?!--from))/m)
    }
  })

  test('leaves in an image what it runs, from one base, as nobody special', () => {
    for (const [name, { build }] of services.filter(([, { build }]) => build)) {
      const text = stage(build?.target ?? '')
      expect(text).toMatch(/^FROM service AS /)
      expect(text.match(/^COPY .*$/gm)).toEqual([
        `COPY --from=materials /materials/${name} ./`,
        `COPY --from=build /askdesk/apps/${name}/dist ./`,
      ])
    }
    expect(stage('service')).toMatch(/^USER node$/m)
    expect(dockerfile.match(/^FROM (?!installed|service)\S+/gm)).toEqual([
      'FROM ${BASE_IMAGE}',
      'FROM ${BASE_IMAGE}',
    ])
    expect(dockerfile).toContain('scripts/pnpm/node_modules/.bin/pnpm --filter ')
    expect(dockerfile).not.toContain('npx')
  })
})

describe('the compose specification', () => {
  test('is kept', () => {
    expect(faultsOfCompose(source)).toEqual([])
  })

  test.each([
    ['a key that there is not', 'pids_limit: 128', 'pid_limit: 128', 'invalid-schema'],
    ['a condition that there is not', 'service_started', 'service_ready', 'invalid-schema'],
    [
      'a list in the place of a text',
      'restart: unless-stopped',
      'restart: [always]',
      'invalid-schema',
    ],
    [
      'a port for everybody',
      "'127.0.0.1:${WEB_PORT:-3000}:3000'",
      "'3000:3000'",
      'no-unbound-port-interfaces',
    ],
  ])('is seen to be broken by %s', (_what, right, wrong, rule) => {
    expect(faultsOfCompose(source.replace(right, wrong))).toContain(rule)
  })
})
