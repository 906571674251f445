import { watchFile, type Environment } from '@askdesk/service'
import type { FastifyBaseLogger } from 'fastify'
import { secretsOfUpstream } from './secrets.ts'
import { readUpstream, type Upstream } from './upstream.ts'
import type { Masking } from '../redaction/secret-mask.ts'

/** The variables that say how upstream is reached, and the files that some of them came from. */
export type UpstreamSource = {
  readonly env: Environment
  /** By variable, without `_FILE`: the path of its file. */
  readonly files: Readonly<Record<string, string>>
}

/** The keys that hold now. */
export type UpstreamKeys = { readonly current: Upstream; close(): void }

type Options = UpstreamSource & {
  readonly first: Upstream
  readonly masking: Masking
  readonly log: Pick<FastifyBaseLogger, 'info' | 'error'>
}

/**
 * Reads a key again when its file changes, so that it is rotated without a restart: requests that
 * begin later carry the new one. A file that is empty or holds no key changes nothing and is said
 * in the log. The new key is masked before it is first sent, the old one as long as we run.
 */
export function watchUpstreamKeys({ env, files, first, masking, log }: Options): UpstreamKeys {
  const values: Record<string, string | undefined> = { ...env }
  let current = first
  const watchers = Object.entries(files).map(([name, path]) =>
    watchFile(path, (text) => {
      const value = text.trim()
      const problems: string[] = []
      const next = readUpstream({ ...values, [name]: value }, problems, [])
      if (value === '' || next === undefined || problems.length > 0) {
        const reason = value === '' ? 'The file is empty.' : problems.join(' ')
        log.error(`${name}_FILE changed, and the earlier value stays in use. ${reason}`)
        return
      }
      values[name] = value
      masking.add(secretsOfUpstream(next))
      current = next
      log.info(`${name}_FILE was read again: new questions use it.`)
    }),
  )
  return {
    get current() {
      return current
    },
    close() {
      for (const watcher of watchers) watcher.close()
    },
  }
}
