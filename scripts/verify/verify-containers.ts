import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCompose } from '../../e2e/containers/compose.ts'
import { podman } from '../../e2e/containers/play-compose.ts'
import { buildStandIns } from '../../e2e/containers/stand-ins.ts'
import { playTrial, trials } from '../../e2e/containers/verify.ts'
import { fromRoot } from '../stack.ts'

/**
 * `npm run verify:containers`: builds the images with podman and plays docker-compose.yml with its
 * limits, networks, health checks and profiles: with nothing set, with a key, with the databases.
 *
 * `BASE_IMAGE` is what the images are built on instead of node:24-slim; `CONTAINER_BUILD_OPTIONS` goes
 * to `podman build` as it is; with `CONTAINER_STAND_INS=true` the images of PostgreSQL and Valkey are
 * made from Debian's packages on this machine.
 */
const base = process.env['BASE_IMAGE'] || 'node:24-slim'
const options = (process.env['CONTAINER_BUILD_OPTIONS'] ?? '').split(' ').filter(Boolean)
const services = Object.entries(readCompose({}).services)
const started = performance.now()
const seconds = (): string => `${Math.round((performance.now() - started) / 1000)} s`
let failed = 0

for (const [name, { build }] of services) if (build) buildImage(build.target, `askdesk-${name}`)
if (process.env['CONTAINER_STAND_INS'] === 'true') standIn()
for (const trial of trials) {
  console.log(`${trial.name}`)
  try {
    await playTrial(trial, (line) => console.log(`  ok    ${line}`))
  } catch (error) {
    failed += 1
    console.log(`  FAIL  ${error instanceof Error ? error.message : String(error)}`)
  }
}
for (const [name, { build }] of services) if (build) console.log(sizeOf(`askdesk-${name}`))
console.log(`${trials.length - failed} passed, ${failed} failed (${seconds()})`)
process.exit(failed === 0 ? 0 : 1)

function buildImage(target: string, image: string): void {
  const args = ['--format', 'docker', '--build-arg', `BASE_IMAGE=${base}`, ...options]
  const { status } = spawnSync(
    'podman',
    ['build', '--quiet', ...args, '--target', target, '--tag', image, fromRoot('.')],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (status !== 0) {
    console.error(`The image ${image} could not be built.`)
    process.exit(1)
  }
  console.log(`built ${image} (${seconds()})`)
}

function standIn(): void {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-stand-ins-'))
  const images = services.flatMap(([name, { build, image }]) =>
    build || !image ? [] : [[name, image]],
  )
  buildStandIns(folder, base, Object.fromEntries(images))
  rmSync(folder, { recursive: true })
  console.log(`built stand-ins for PostgreSQL and Valkey (${seconds()})`)
}

function sizeOf(image: string): string {
  return `${image}: ${megabytesOf(image)} MB, of which ${megabytesOf(base)} MB are ${base}`
}

function megabytesOf(image: string): number {
  return Math.round(Number(podman('image', 'inspect', '--format', '{{.Size}}', image)) / 1_000_000)
}
