import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const folders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin']

/**
 * The programs of this machine, installed from Debian's packages where they are missing and we may.
 * Undefined, with the reason on the terminal, where one of them is not to be had.
 */
export function findPrograms<Name extends string>(
  packages: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> | undefined {
  const names = Object.keys(packages) as Name[] // an object literal has no other keys
  const missing = names.filter((name) => !find(name))
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    const wanted = missing.map((name) => packages[name])
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...wanted], {
      stdio: 'ignore',
    })
  }
  const found = names.map((name) => [name, find(name)] as const)
  const lacking = found.filter(([, path]) => !path).map(([name]) => name)
  if (lacking.length > 0) {
    process.stderr.write(
      `Skipped: ${lacking.join(' and ')} cannot be found or installed (Debian: ${lacking.map((name) => packages[name]).join(', ')}).\n`,
    )
    return undefined
  }
  return Object.fromEntries(found) as Record<Name, string> // all were found
}

function find(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path))
}
