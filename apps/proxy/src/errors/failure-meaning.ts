import { codeMeanings, statusMeanings, type Meaning } from './failure-codes.ts'
import { wordMeanings } from './failure-words.ts'
import type { UpstreamWords } from './upstream-words.ts'

export type { Meaning } from './failure-codes.ts'

/** Characters of an upstream's words that are read. The failed part stands at the beginning. */
const longestRead = 2000

/**
 * Finds out what a failure means. The provider's own code counts first, as it alone is meant for
 * programs; then its words, read by whole phrases and never by a key word alone; then the status,
 * which tells the least: a used-up quota comes as 429, a low credit as 400, a moderated text as 403.
 *
 * @param status of HTTP; undefined for an error in the middle of a stream
 */
export function meaningOf(status: number | undefined, words: UpstreamWords): Meaning {
  if (status === 446) return 'guardrail'
  if (words.byGateway && (status === 401 || status === 403)) return 'gateway-key'
  const said = words.text.slice(0, longestRead).toLowerCase()
  // Above the limit of a minute by itself: it comes as a rate limit, and waiting does not help.
  if (/\brequest too large\b/.test(said)) return 'too-long'
  const byCode = meaningOfCodes(words.kinds)
  if (byCode && !(status === 413 && byCode === 'rate')) return byCode
  const byWords = words.isPage ? undefined : meaningOfText(said)
  if (byWords) return byWords
  const own = words.kinds.map(Number).find((code) => code >= 400 && code < 600)
  return meaningOfStatus(own ?? status, words)
}

function meaningOfCodes(kinds: readonly string[]): Meaning | undefined {
  for (const kind of kinds) {
    const meaning = codeMeanings.get(kind.toLowerCase())
    if (meaning) return meaning
  }
  return undefined
}

function meaningOfText(said: string): Meaning | undefined {
  return wordMeanings.find(([, pattern]) => pattern.test(said))?.[0]
}

function meaningOfStatus(status: number | undefined, words: UpstreamWords): Meaning {
  if (status === undefined) return 'failed'
  if (status < 300) return words.isPage ? 'page' : 'empty'
  if (words.isPage && (status === 401 || status === 403)) return 'blocked'
  if (status === 404 || status === 405) return meaningOf404(words)
  if (status === 400 && words.byGateway) return 'gateway-setup'
  return statusMeanings.get(status) ?? 'failed'
}

/** A provider that says nothing else means the model; what names an address, or is no error of a provider, means that. */
function meaningOf404({ text, isPage, kinds }: UpstreamWords): Meaning {
  if (isPage || (text === '' && kinds.length === 0)) return 'no-address'
  if (/\bmodels?\b/i.test(`${text} ${kinds.join(' ')}`.replaceAll('_', ' '))) return 'no-model'
  const isAboutAddress =
    /\b(url|uri|path|route|address|endpoint|resource|page)\b|^not found\.?$|^cannot post/i
  return isAboutAddress.test(text) ? 'no-address' : 'no-model'
}
