import type { ProviderInfo } from '@askdesk/contracts'
import { answersAs, autoModel, defaultCatalogue, providerOfPortkeyName } from '@askdesk/providers'
import type { Reply } from '../conversation/conversation.ts'
import { findModel, findProvider } from '../providers/provider-list.ts'
import { formatDay } from '../../../shared/format.ts'

/** The answering model next to the requested one. */
export type Attribution = {
  readonly providerId: string
  /** `OpenAI · gpt-4.1` */
  readonly answeredBy: string
  /** The requested model, where that is something else: `claude-3-haiku`. */
  readonly asked: string | null
  /** Why they differ, in words. */
  readonly reason: string | null
  /** The id that the upstream gave, where it says more than the model's name. */
  readonly exactId: string | null
}

/**
 * Reads from a reply who answered it; null before anyone is known to. The requested and the answering
 * model are two facts, and a dated snapshot of a model is that model.
 */
export function attributionOf(
  reply: Reply,
  providers: readonly ProviderInfo[],
): Attribution | null {
  const { run, receipt, asked } = reply
  if (!run && !receipt) return null
  const providerId =
    providerIdOf(receipt?.answeredBy.provider) ?? run?.routedProvider ?? asked.provider
  const provider = findProvider(providers, providerId)
  const upstreamId = receipt?.answeredBy.model || reply.answeringModel || ''
  const routedId = run?.routedModel ?? ''
  const routed = findModel(provider, routedId) ?? { id: routedId }
  const isRouted = routedId !== '' && answersAs(routed, upstreamId)
  const model = isRouted ? routedId : upstreamId || routedId
  const label = provider?.label ?? providerId
  const requested = run?.requestedModel ?? asked.model
  const isOther = requested !== model || providerId !== asked.provider
  return {
    providerId,
    answeredBy: model === '' ? label : `${label} · ${model}`,
    asked: isOther ? askedText(requested, asked.provider, providerId, providers) : null,
    reason: isOther ? reasonOf({ reply, providers, providerId, isRouted, label }) : null,
    exactId: upstreamId !== '' && upstreamId !== model ? upstreamId : null,
  }
}

function askedText(
  requested: string,
  askedProvider: string,
  answeringProvider: string,
  providers: readonly ProviderInfo[],
): string {
  const model = requested === autoModel ? 'Auto' : requested
  if (askedProvider === answeringProvider) return model
  return `${findProvider(providers, askedProvider)?.label ?? askedProvider} · ${model}`
}

function reasonOf(given: {
  readonly reply: Reply
  readonly providers: readonly ProviderInfo[]
  readonly providerId: string
  readonly isRouted: boolean
  readonly label: string
}): string {
  const { reply, providers, providerId, isRouted, label } = given
  const { run, asked } = reply
  const askedProvider = findProvider(providers, asked.provider)
  if (run?.reason === 'fallback' || providerId !== asked.provider) {
    return `${askedProvider?.label ?? asked.provider} could not answer, so ${label} did`
  }
  if (!isRouted) return `${label} chose`
  if (run?.reason === 'retired') {
    const day = findModel(askedProvider, run.requestedModel)?.retiresOn
    return day ? `retired on ${formatDay(day)}` : 'retired'
  }
  return 'Auto'
}

/** Our id for whatever a receipt calls the provider. */
function providerIdOf(name: string | undefined): string | undefined {
  if (!name) return undefined
  const isOurs = defaultCatalogue.providers.some((provider) => provider.id === name)
  return isOurs ? name : (providerOfPortkeyName(defaultCatalogue, name) ?? name)
}

/** Accessible name of a message: the model that answered, or the one being waited for. */
export function replyName(reply: Reply, providers: readonly ProviderInfo[]): string {
  const attribution = attributionOf(reply, providers)
  if (attribution && reply.text !== '') return `Assistant, answered by ${attribution.answeredBy}`
  const asked = findProvider(providers, reply.asked.provider)?.label ?? reply.asked.provider
  const isUnderWay = ['sending', 'waiting', 'answering'].includes(reply.status)
  return isUnderWay ? `Assistant, waiting for ${asked}` : `Assistant, no answer from ${asked}`
}
