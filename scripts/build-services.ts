import { spawnSync } from 'node:child_process'
import { fromRoot } from './stack.ts'

/** Builds the bundles of the services, quietly; ends the process if that fails. */
export function buildServices(): void {
  const built = spawnSync(process.execPath, [fromRoot('scripts/build.ts'), '--services'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (built.status !== 0) process.exit(1)
}
