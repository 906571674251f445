import type { ModelInfo, ProviderHealth, ProviderInfo } from '@askdesk/contracts'
import { autoModel, defaultCatalogue, modelStatus } from '@askdesk/providers'
import type { Picked } from '../conversation/conversation.ts'
import { formatDay, formatDuration } from '../../../shared/format.ts'

/** Bundled catalogue, while the proxy has not said yet or cannot be asked. */
export function bundledProviders(now: Date): ProviderInfo[] {
  return defaultCatalogue.providers.map(({ id, label, strength, defaultModel, models }) => ({
    id,
    label,
    strength,
    configured: true,
    defaultModel,
    models: models.map((model) => ({
      id: model.id,
      label: model.label,
      upstream: model.upstream,
      status: modelStatus(model, now),
      retiresOn: model.retiresOn,
      successor: model.successor,
      contextWindow: model.contextWindow,
      price: model.price,
    })),
    health: { state: 'unknown' },
  }))
}

export function findProvider(
  providers: readonly ProviderInfo[],
  id: string | undefined,
): ProviderInfo | undefined {
  return providers.find((provider) => provider.id === id)
}

export function findModel(
  provider: ProviderInfo | undefined,
  id: string | undefined,
): ModelInfo | undefined {
  return provider?.models.find((model) => model.id === id)
}

/**
 * The provider and model that the next question goes to: what was picked, as far as it is still
 * there, else the first provider that can answer.
 */
export function effectivePick(
  providers: readonly ProviderInfo[],
  picked: Picked | null,
  lastPicked: Picked | null,
): Picked {
  for (const wanted of [picked, lastPicked]) {
    const provider = findProvider(providers, wanted?.provider)
    if (!wanted || !provider?.configured) continue
    const isKnown = findModel(provider, wanted.model) !== undefined
    return { provider: provider.id, model: isKnown ? wanted.model : autoModel }
  }
  const first = providers.find((provider) => provider.configured) ?? providers[0]
  return { provider: first?.id ?? 'openai', model: autoModel }
}

/** The model that a choice leads to today: Auto to the default, a retired one to its successor. */
export function resolvesTo(provider: ProviderInfo, picked: string): string {
  let id = picked === autoModel ? provider.defaultModel : picked
  for (let step = 0; step < provider.models.length; step++) {
    const model = findModel(provider, id)
    if (model?.status !== 'retired' || !model.successor) break
    id = model.successor
  }
  return id
}

export type PickerOption = {
  readonly value: string
  /** Names this choice and no other: ids of models that it leads to are not in it. */
  readonly label: string
  /** How it is doing. No part of the name: it changes with every reply. */
  readonly note?: string | undefined
  /** The model that answers instead, or that Auto stands for. */
  readonly leadsTo?: string | undefined
  readonly isDisabled: boolean
}

/** The providers as the picker lists them; one that cannot answer says why. */
export function providerOptions(providers: readonly ProviderInfo[]): PickerOption[] {
  return providers.map(({ id, label, strength, configured, health }) => {
    const parts = [label, strength]
    if (!configured) parts.push('no key configured')
    const note = configured ? healthWords(health) : undefined
    return { value: id, label: parts.join(' · '), note, isDisabled: !configured }
  })
}

/** Recent observations of a provider in words; nothing while nothing was. */
export function healthWords({ state, ttftMsP50 }: ProviderHealth): string | undefined {
  if (state === 'unknown') return undefined
  if (state === 'down') return 'not answering now'
  const known: Readonly<Record<string, string>> = { ok: 'answering', degraded: 'failing at times' }
  const words = known[state] ?? state
  if (ttftMsP50 === undefined) return words
  return `${words}, first words after about ${formatDuration(ttftMsP50)}`
}

/** The models of a provider, Auto first. Retired ones stay: they lead to their successor. */
export function modelOptions(provider: ProviderInfo): PickerOption[] {
  const resolved = resolvesTo(provider, autoModel)
  const auto = resolved === autoModel ? `${provider.label} chooses` : resolved
  const models = provider.models
    .filter((model) => model.id !== autoModel)
    .map((model) => ({
      value: model.id,
      label: [`${model.label} · ${model.id}`, ...statusNote(model)].join(', '),
      leadsTo: model.status === 'retired' ? model.successor : undefined,
      isDisabled: false,
    }))
  return [{ value: autoModel, label: 'Auto', leadsTo: auto, isDisabled: false }, ...models]
}

function statusNote({ status, retiresOn }: ModelInfo): string[] {
  if (status === 'retired') return ['retired']
  if (status === 'retiring') return retiresOn ? [`until ${formatDay(retiresOn)}`] : []
  return status === 'live' ? [] : [status]
}

/** Label of the choice, in few words: where Auto and retired models lead is said too. */
export function shownModel(provider: ProviderInfo, id: string): string {
  if (id === autoModel) {
    const resolved = resolvesTo(provider, autoModel)
    return resolved === autoModel ? 'Auto' : `Auto · ${resolved}`
  }
  const model = findModel(provider, id)
  const successor = model?.status === 'retired' ? model.successor : undefined
  return successor ? `${id} → ${successor}` : id
}

/** Other providers that could answer in place of one, those in good health first. */
export function otherProviders(providers: readonly ProviderInfo[], than: string): ProviderInfo[] {
  const order = ['ok', 'unknown', 'degraded', 'down']
  // A state of a newer proxy says as little to this page as none.
  const rank = ({ health }: ProviderInfo): number =>
    order.indexOf(order.includes(health.state) ? health.state : 'unknown')
  return providers
    .filter((provider) => provider.configured && provider.id !== than)
    .toSorted((a, b) => rank(a) - rank(b))
}
