import { cutCharacters } from '@askdesk/service'
import type {
  ChatMessage,
  Cost,
  FailedAttempt,
  ProviderId,
  Receipt,
  Usage,
} from '@askdesk/contracts'
import { priceOf, providerOfPortkeyName, type Catalogue, type Route } from '@askdesk/providers'
import { estimateUsage } from './usage-estimate.ts'
import type { Ending } from '../runs/reply-options.ts'

/** Streams longer than this are estimated by their beginning: an estimate is not worth a pause of the service. */
const estimateCap = 2 * 1024 * 1024

export type Account = {
  readonly catalogue: Catalogue
  readonly askedProvider: ProviderId
  readonly requestedModel: string
  readonly route: Route
  /** The id that went upstream. */
  readonly upstreamModel: string
  readonly messages: readonly ChatMessage[]
  readonly traceId: string
  /** Routes that were asked before this one. */
  readonly failed?: readonly FailedAttempt[] | undefined
  /** Hides secrets in what upstream says. */
  readonly mask: (text: string) => string
}

/** Answering model, times and tokens: as observed, never as requested. */
export function buildReceipt(ending: Ending, account: Account): Receipt {
  const { facts, log } = ending
  const reported = facts.usage
  const end = Math.min(log.end, ending.upstreamStart + estimateCap)
  const usage =
    reported ??
    estimateUsage(account.messages, log.copy(ending.upstreamStart, end).toString('utf8'))
  const cost = costOf(facts.cost, usage, account.route)
  return {
    provider: account.askedProvider,
    requestedModel: account.requestedModel,
    answeredBy: {
      provider: answeringProvider(ending.answeredBy, account),
      model: clean(facts.model, account) ?? account.upstreamModel,
    },
    ttftMs: ending.ttftMs === null ? null : Math.round(ending.ttftMs),
    durationMs: Math.round(ending.durationMs),
    usage,
    usageIs: reported ? 'reported' : 'estimated',
    finishReason: finishReasonOf(clean(facts.finishReason, account)),
    traceId: account.traceId,
    ...(cost !== undefined && { cost }),
    ...(account.failed && account.failed.length > 0 && { attempts: [...account.failed] }),
  }
}

/** The gateway names its provider; a slug or a name of the cloud's own says nothing that we know, so the route does. */
function answeringProvider(name: string | undefined, { catalogue, route }: Account): string {
  if (name === undefined || name.startsWith('@')) return route.provider.id
  return providerOfPortkeyName(catalogue, name) ?? name
}

/** Claude's words for the ends that OpenAI has a word for; every other reason stays as it came. */
const commonReasons: ReadonlyMap<string, string> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['tool_use', 'tool_calls'],
])

function finishReasonOf(word: string | undefined): string | null {
  return word === undefined ? null : (commonReasons.get(word) ?? word)
}

/** A word of upstream's own, decoded: masked, on one line, and no longer than a name is. */
function clean(word: string | null | undefined, { mask }: Account): string | undefined {
  if (!word) return undefined
  return cutCharacters(mask(word).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ''), 200)
}

/** Prefers what the provider says to its price list. */
function costOf(reported: number | undefined, usage: Usage, { model }: Route): Cost | undefined {
  if (reported === undefined) return priceOf(model, usage)
  return { amount: reported, currency: 'USD', is: 'reported' }
}
