import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { readCompose, type Compose, type Environment, type Service } from './compose.ts'

/** Says how a composition is played. */
export type Play = {
  /** Comes before the name of everything that is made, so that nothing else is touched. */
  readonly project: string
  /** Where `./…` of a mount is, and the `.env`. */
  readonly folder: string
  /** Beside that of `.env`; what is set here wins. */
  readonly environment: Environment
  readonly profiles: readonly string[]
}

export type Composition = {
  /** Starts what is chosen, in order, and waits as the file says, then until all are healthy. */
  up(): Promise<void>
  /** Ends and removes all, the volumes too if that is said. */
  down(options?: { readonly volumes: boolean }): void
  /** The names of the services that are chosen. */
  readonly names: readonly string[]
  /** Runs podman on the container of a service, and gives what it prints. */
  ask(command: string, name: string, ...rest: string[]): string
}

/** Plays docker-compose.yml with podman, where there is no Compose. The images are there already. */
export function playCompose({ project, folder, environment, profiles }: Play): Composition {
  const envFile = join(folder, '.env')
  const fromFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {}
  const compose = readCompose({ ...fromFile, ...environment })
  const called = (name: string): string => `${project}-${name}`
  const chosen = Object.entries(compose.services).filter(
    ([, service]) =>
      service.profiles.length === 0 || service.profiles.some((name) => profiles.includes(name)),
  )
  return {
    names: chosen.map(([name]) => name),
    ask: (command, name, ...rest) => podman(command, called(name), ...rest),
    up: () => up(compose, chosen, folder, called),
    down({ volumes } = { volumes: false }) {
      for (const name of Object.keys(compose.services)) {
        podman('rm', '--force', '--ignore', '--time', '15', called(name))
      }
      for (const name of Object.keys(compose.networks)) {
        podman('network', 'rm', '--force', called(name))
      }
      if (!volumes) return
      for (const name of Object.keys(compose.volumes)) {
        podman('volume', 'rm', '--force', called(name))
      }
    },
  }
}

type Called = (name: string) => string

async function up(
  compose: Compose,
  chosen: readonly (readonly [string, Service])[],
  folder: string,
  called: Called,
): Promise<void> {
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
      if (condition === 'service_healthy') await healthy(called(other))
    }
    podman(...argumentsOf(name, service, folder, called))
  }
  for (const [name, service] of chosen) await start(name, service)
  for (const [name] of chosen) await healthy(called(name))
}

/** `podman run` with everything that the file says of a service. */
function argumentsOf(name: string, service: Service, folder: string, called: Called): string[] {
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
    ...flag(
      '--volume',
      service.volumes.map((volume) => mount(volume, folder, called)),
    ),
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
function mount(volume: string, root: string, called: Called): string {
  const [source = '', ...where] = volume.split(':')
  if (!source.startsWith('.')) return [called(source), ...where].join(':')
  const folder = resolve(root, source)
  mkdirSync(folder, { recursive: true })
  return [folder, ...where].join(':')
}

/** Resolves when its check passes; fails, with its last lines, when it has not after a minute. */
async function healthy(container: string): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    if (spawnSync('podman', ['healthcheck', 'run', container]).status === 0) return
    await new Promise((done) => setTimeout(done, 1000))
  }
  throw new Error(`${container} is not healthy:\n${podman('logs', '--tail', '20', container)}`)
}

/** Runs podman and gives all that it prints, a container's own standard error too. */
export function podman(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('podman', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`podman ${args.slice(0, 3).join(' ')} …: ${stderr}`)
  return stdout + stderr
}
