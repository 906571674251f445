import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import { fromRoot } from './stack.ts'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/**
 * A Chromium for the browser tests: the one that `CHROMIUM_PATH` names, the system's, playwright's
 * own, or else one that is installed now, by playwright or by Debian's package manager. Undefined
 * means playwright's own.
 */
export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM_PATH']
  if (named) return named
  const found = installed.find((path) => existsSync(path))
  if (found) return found
  if (existsSync(chromium.executablePath())) return undefined
  console.error('No Chromium found; installing one …')
  const playwright = fromRoot('node_modules/.bin/playwright')
  if (spawnSync(playwright, ['install', 'chromium'], { stdio: 'inherit' }).status === 0)
    return undefined
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update'], { stdio: 'inherit' })
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      stdio: 'inherit',
    })
  }
  const now = installed.find((path) => existsSync(path))
  if (!now)
    console.error('A browser could not be installed. Install Chromium and set CHROMIUM_PATH to it.')
  return now
}

/** Flags that Chromium needs as root, and those that keep it from calling home during tests. */
export const browserFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
