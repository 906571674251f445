import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { readCompose, repository, type Service } from './compose.ts'

/**
 * Plays docker-compose.yml with podman, where there is no Compose: the images are there already,
 * built ones as `askdesk-NAME`.
 *
 *   node e2e/containers/play-compose.ts up [--profile NAME]…    starts, in order, and waits as the file says
 *   node e2e/containers/play-compose.ts down [--volumes]        ends and removes all that is called askdesk-…
 *
 * Settings come from .env and the environment, as for Compose.
 */
const [command, ...rest] = process.argv.slice(2)
const envFile = join(repository, '.env')
const fromFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {}
const compose = readCompose({ ...fromFile, ...process.env })
const profiles = rest.flatMap((word, index) => (rest[index - 1] === '--profile' ? [word] : []))
const chosen = Object.entries(compose.services).filter(
  ([, service]) =>
    service.profiles.length === 0 || service.profiles.some((name) => profiles.includes(name)),
)

if (command === 'up') await up()
else if (command === 'down') down(rest.includes('--volumes'))
else throw new Error('Say up or down.')

async function up(): Promise<void> {
  for (const [name, network] of Object.entries(compose.networks)) {
    const isThere = spawnSync('podman', ['network', 'exists', called(name)]).status === 0
    if (isThere) continue
    podman('network', 'create', ...(network?.internal ? ['--internal'] : []), called(name))
  }
  const started = new Set<string>()
  const start = async (name: string, service: Service): Promise<void> => {
    if (started.has(name)) return
    started.add(name)
    for (const [other, { condition, required }] of Object.entries(service.depends_on)) {
      const needed = chosen.find(([candidate]) => candidate === other)?.[1]
      if (!needed && !required) continue
      if (!needed) throw new Error(`${name} depends on ${other}, which is not chosen.`)
      await start(other, needed)
      if (condition === 'service_healthy') await healthy(other)
    }
    podman(...argumentsOf(name, service))
    say(`${name} is started`)
  }
  for (const [name, service] of chosen) await start(name, service)
  for (const [name] of chosen) await healthy(name)
}

function down(withVolumes: boolean): void {
  for (const name of Object.keys(compose.services)) {
    podman('rm', '--force', '--ignore', '--time', '15', called(name))
  }
  for (const name of Object.keys(compose.networks)) podman('network', 'rm', '--force', called(name))
  if (!withVolumes) return
  for (const name of Object.keys(compose.volumes)) podman('volume', 'rm', '--force', called(name))
}

/** `podman run` with everything that the file says of a service. */
function argumentsOf(name: string, service: Service): string[] {
  const health = service.healthcheck
  return [
    'run',
    '--detach',
    '--pull=never',
    `--name=${called(name)}`,
    ...flag(
      '--network',
      service.networks.map((network) => `${called(network)}:alias=${name}`),
    ),
    ...(service.restart ? ['--restart', service.restart] : []),
    ...(service.read_only ? ['--read-only', '--read-only-tmpfs=false'] : []),
    ...(service.user ? ['--user', service.user] : []),
    ...flag('--tmpfs', service.tmpfs),
    ...flag('--cap-drop', service.cap_drop),
    ...flag('--cap-add', service.cap_add),
    ...flag(
      '--security-opt',
      service.security_opt.map((option) => option.replace(/:true$/, '')),
    ),
    ...(service.mem_limit
      ? ['--memory', service.mem_limit, '--memory-swap', service.mem_limit]
      : []),
    ...(service.pids_limit ? ['--pids-limit', String(service.pids_limit)] : []),
    ...flag('--publish', service.ports),
    ...flag('--volume', service.volumes.map(mount)),
    ...flag(
      '--env',
      Object.entries(service.environment).map(([key, value]) => `${key}=${value}`),
    ),
    ...(health ? ['--health-cmd', health.test.slice(1).join(' ')] : []),
    service.image ?? `askdesk-${name}`,
    ...service.command,
  ]
}

/** The same option once for each value. */
function flag(option: string, values: readonly string[]): string[] {
  return values.flatMap((value) => [option, value])
}

/** A folder of the host, made where it is missing as Docker does, or a volume. */
function mount(volume: string): string {
  const [source = '', ...where] = volume.split(':')
  if (!source.startsWith('.')) return [called(source), ...where].join(':')
  const folder = resolve(repository, source)
  mkdirSync(folder, { recursive: true })
  return [folder, ...where].join(':')
}

/** Resolves when its check passes; says so and goes on when it has not after a minute. */
async function healthy(name: string): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    const { status } = spawnSync('podman', ['healthcheck', 'run', called(name)])
    if (status === 0) return say(`${name} is healthy`)
    await new Promise((done) => setTimeout(done, 1000))
  }
  say(`${name} is not healthy`)
  process.exitCode = 1
}

function podman(...args: string[]): void {
  const { status, stderr } = spawnSync('podman', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`podman ${args.slice(0, 2).join(' ')} …: ${stderr}`)
}

function called(name: string): string {
  return `askdesk-${name}`
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}
