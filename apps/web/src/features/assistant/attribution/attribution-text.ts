import type { ProviderInfo } from '@askdesk/contracts'
import { attributionOf } from './attribution.ts'
import type { Reply } from '../conversation/conversation.ts'
import { findProvider } from '../providers/provider-list.ts'
import { receiptFacts } from './receipt-facts.ts'

/** `AWS Claude · Auto → Groq · gpt-oss-120b (AWS Claude could not answer, so Groq did)` */
export function attributionText(reply: Reply, providers: readonly ProviderInfo[]): string {
  const attribution = attributionOf(reply, providers)
  if (!attribution) {
    const { provider, model } = reply.asked
    return `nobody (asked: ${findProvider(providers, provider)?.label ?? provider} · ${model})`
  }
  const { asked, answeredBy, reason, exactId } = attribution
  const from = asked === null ? '' : `${asked} → `
  const why = reason === null || reason === 'Auto' ? '' : ` (${reason})`
  return `${from}${answeredBy}${exactId === null ? '' : ` [${exactId}]`}${why}`
}

/** `First words after 400 ms (reported) · Cost $0.0012 (estimated) · Trace id 4f…`; can be empty. */
export function receiptText(reply: Reply): string {
  const facts = receiptFacts(reply).map(({ name, value, mark }) => `${name} ${value} (${mark})`)
  const traceId = reply.receipt?.traceId || reply.run?.traceId
  return [...facts, ...(traceId ? [`Trace id ${traceId}`] : [])].join(' · ')
}
