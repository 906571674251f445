import { cutCharacters } from '@askdesk/service'
import type { IncomingHttpHeaders } from 'node:http'
import { ProxyError } from './proxy-error.ts'
import { meaningOf, type Meaning } from './failure-meaning.ts'
import { failures, type Asked } from './failure-sentences.ts'
import { readRetryAfter } from './retry-after.ts'
import { readWords, type UpstreamWords } from './upstream-words.ts'

/** An upstream answer that is not a stream. */
export type ErrorResponse = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/**
 * Turns an upstream's answer that is no stream into our one error. Its words are quoted only where
 * it found the request invalid, as they tell the person what to change; all others may hold keys,
 * addresses and pages, and stay in `cause` for the log.
 */
export function errorFromResponse(
  response: ErrorResponse,
  asked: Asked,
  mask: (text: string) => string,
): ProxyError {
  const said = masked(readWords(response.body), mask)
  const meaning = meaningOf(response.status, said)
  const { code, sentence } = failures[meaning]
  const retryAfterMs =
    code === 'rate_limited' || code === 'overloaded' ? readRetryAfter(response.headers) : undefined
  return new ProxyError(
    code,
    sentenceWith(meaning, said, response.status, asked) ?? sentence(asked),
    {
      provider: asked.providerId,
      traceId: asked.traceId,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(meaning === 'no-model' && response.status === 404 && { status: 404 }),
      cause: {
        upstreamStatus: response.status,
        upstreamKind: cutCharacters(said.kinds.join(' '), 100),
        upstreamSaid: cutCharacters(said.text, 500),
        ...(isBrokenGateway(response.status, said) && { hint: brokenGateway }),
      },
    },
  )
}

/** A sentence that holds what only this answer tells: upstream's own words, or its status. */
function sentenceWith(
  meaning: Meaning,
  { text, isPage }: UpstreamWords,
  status: number,
  { label }: Asked,
): string | undefined {
  if (meaning === 'failed') {
    return `${label} failed while answering (status ${status}). Try again, or pick another provider.`
  }
  if (meaning !== 'invalid' || text === '' || isPage) return undefined
  return `${label} refused the request: ${asSentence(text)}`
}

/** The gateway's own words when it breaks, which it also does at every stream when npm has installed it as it is. */
function isBrokenGateway(status: number, { text }: UpstreamWords): boolean {
  return status === 500 && /^something went wrong\.?$/i.test(text.trim())
}

const brokenGateway =
  'Portkey’s gateway broke. Where it does so at every reply, it was installed with a @hono/node-server newer than 1.13.5: see “A Portkey gateway of your own” in the README.'

/** Hides secrets in the words themselves: in JSON they may be written with escapes that no search finds. */
function masked(said: UpstreamWords, mask: (text: string) => string): UpstreamWords {
  return { ...said, text: mask(said.text), kinds: said.kinds.map(mask) }
}

function asSentence(text: string): string {
  const short = text.length > 300 ? `${cutCharacters(text, 300)}…` : text
  return /[.!?…]$/.test(short) ? short : `${short}.`
}
