import type { ProviderId, RouteReason } from '@askdesk/contracts'
import { modelStatus } from './status.ts'
import type { Catalogue, Model, Provider } from './types.ts'

/** Where a choice goes. `requestedModel` is `auto` or the id that was asked for. */
export type Route = {
  readonly provider: Provider
  readonly model: Model
  readonly requestedModel: string
  readonly reason?: RouteReason
}

export type RouteResult =
  | { readonly ok: true; readonly route: Route }
  | {
      readonly ok: false
      readonly code: 'unknown_provider' | 'unknown_model' | 'model_retired'
      readonly message: string
    }

/** The provider's own name for "whatever is best here". */
export const autoModel = 'auto'

/**
 * Turns what a person picked into the model that will be asked: `auto` into the provider's default,
 * a retired model into its successor (and that one's, until a model is found that still runs).
 */
export function resolveRoute(
  catalogue: Catalogue,
  providerId: string,
  requested: string | undefined,
  now: Date,
): RouteResult {
  const provider = catalogue.providers.find((candidate) => candidate.id === providerId)
  if (!provider) {
    const known = catalogue.providers.map((candidate) => candidate.id).join(', ')
    return fail(
      'unknown_provider',
      `There is no provider “${short(providerId)}”. Use one of: ${known}.`,
    )
  }
  const requestedModel = requested ?? autoModel
  const isAuto = requestedModel === autoModel
  const wanted = findModel(provider, isAuto ? provider.defaultModel : requestedModel)
  if (!wanted) {
    const known = [autoModel, ...provider.models.map((model) => model.id)]
    return fail(
      'unknown_model',
      `${provider.label} has no model “${short(requestedModel)}”. Use one of: ${[...new Set(known)].join(', ')}.`,
    )
  }
  const model = followSuccessors(provider, wanted, now)
  if (!model) {
    return fail(
      'model_retired',
      `${wanted.label} was shut down by ${provider.label} and no successor is known. Pick another model.`,
    )
  }
  const reason = isAuto ? 'auto' : model === wanted ? undefined : 'retired'
  return { ok: true, route: { provider, model, requestedModel, ...(reason && { reason }) } }
}

/** The id that goes upstream, given the Portkey provider it goes through. */
export function upstreamModelId(model: Model, portkeyProvider: string): string {
  return model.upstreamFor?.[portkeyProvider] ?? model.upstream
}

/** Maps a Portkey provider name to one of ours, or undefined for one we do not offer. */
export function providerOfPortkeyName(catalogue: Catalogue, name: string): ProviderId | undefined {
  if (name === 'bedrock') return 'aws'
  return catalogue.providers.find((provider) => provider.portkeyProvider === name)?.id
}

function findModel(provider: Provider, id: string): Model | undefined {
  return provider.models.find((model) => model.id === id)
}

function followSuccessors(provider: Provider, start: Model, now: Date): Model | undefined {
  const seen = new Set<string>()
  let model: Model | undefined = start
  while (model && modelStatus(model, now) === 'retired') {
    if (seen.has(model.id) || !model.successor) return undefined
    seen.add(model.id)
    model = findModel(provider, model.successor)
  }
  return model
}

function fail(
  code: 'unknown_provider' | 'unknown_model' | 'model_retired',
  message: string,
): RouteResult {
  return { ok: false, code, message }
}

/** A value from outside is quoted back in part only: enough to recognise it, too little to flood a page. */
function short(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40).replace(/[\ud800-\udbff]$/, '')}…` : value
}
