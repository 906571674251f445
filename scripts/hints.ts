import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isLoopback } from '../packages/service/src/settings/addresses.ts'
import type { Environment } from './environment.ts'

/** Names settings that somebody may have made in the belief that `npm start` heeds them, a sentence each. */
export function startHints(env: Environment, root: string): string[] {
  const hints: string[] = []
  const host = env['HOST']?.trim()
  if (host && !isLoopback(host)) {
    hints.push(
      `HOST=${host} is not heeded: npm start serves this machine alone. For others put nginx or Caddy in front, or use docker compose (docs/operations).`,
    )
  }
  if (env['PORT'])
    hints.push(
      'PORT is not heeded by npm start: set WEB_PORT for the page, PROXY_PORT for the proxy.',
    )
  if (!existsSync(join(root, '.env'))) {
    for (const name of ['.env.local', '.env.development', '.env.production', 'env']) {
      if (existsSync(join(root, name)))
        hints.push(`${name} is not read: settings are read from .env alone. Rename it.`)
    }
  }
  return hints
}
