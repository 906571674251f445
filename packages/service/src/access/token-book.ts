import { statSync } from 'node:fs'
import type { AccessSettings } from '../settings/access.ts'
import { readTextFile } from '../settings/text-file.ts'
import { credentialOf, findToken, parseTokens, type Token } from './tokens.ts'

/** The tokens that hold now. */
export type TokenBook = {
  readonly tokens: readonly Token[]
  find(given: string): Token | undefined
  /** The token that a session was traded for, if it still holds. */
  byCredential(credential: string): Token | undefined
  onChange(listener: () => void): void
  close(): void
}

type Options = Pick<AccessSettings, 'tokens' | 'tokensFile'> & {
  readonly log: (sentence: string, isFault: boolean) => void
}

/** How often a file is looked at, in milliseconds. Watching by events misses files that are swapped by a link. */
const lookEvery = 2000

/**
 * Keeps the tokens of the settings, and reads their file again when it changes, so that a token is
 * added or withdrawn without a restart. A file with mistakes changes nothing and is said in the log.
 */
export function createTokenBook({ tokens: first, tokensFile, log }: Options): TokenBook {
  let tokens = first
  const listeners: (() => void)[] = []
  const watcher =
    tokensFile === undefined
      ? undefined
      : watchFile(tokensFile, (text) => {
          const problems: string[] = []
          const read = parseTokens(text, problems)
          if (problems.length > 0) return log(problems.join(' '), true)
          tokens = read
          log(`PROXY_TOKENS_FILE was read again: ${read.length} tokens hold now.`, false)
          for (const listener of listeners) listener()
        })

  return {
    get tokens() {
      return tokens
    },
    find: (given) => findToken(tokens, given),
    byCredential: (credential) => tokens.find((token) => credentialOf(token) === credential),
    onChange: (listener) => void listeners.push(listener),
    close: () => watcher?.close(),
  }
}

/** Calls back with a file's content each time that it has become another one. */
export function watchFile(path: string, changed: (text: string) => void): { close(): void } {
  let seen = stampOf(path)
  let last = contentOf(path)
  const timer = setInterval(() => {
    const stamp = stampOf(path)
    if (stamp === seen) return
    const text = contentOf(path)
    if (text === undefined) return
    seen = stamp
    if (text === last) return
    last = text
    changed(text)
  }, lookEvery)
  timer.unref()
  return { close: () => clearInterval(timer) }
}

function stampOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && `${found.ino} ${found.size} ${found.mtimeMs}`
}

function contentOf(path: string): string | undefined {
  try {
    return readTextFile(path)
  } catch {
    return undefined
  }
}
