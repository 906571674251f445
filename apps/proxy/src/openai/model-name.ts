import { cutCharacters } from '@askdesk/service'
import { autoModel, modelStatus, resolveRoute, type Route } from '@askdesk/providers'
import type { Config } from '../config.ts'
import { ProxyError } from '../errors.ts'

/**
 * Where `<provider>/<model>` goes. The first slash divides them; behind it stands a model of the
 * catalogue, the id that the provider itself uses, or `auto`.
 */
export function chooseModel({ catalogue, upstream }: Config, name: string): Route {
  const slash = name.indexOf('/')
  if (slash === -1) {
    throw new ProxyError(
      'unknown_model',
      `The model “${short(name)}” has no provider in front of it. Write it like openai/gpt-4.1 or groq/auto; GET /v1/models lists them.`,
      { status: 404 },
    )
  }
  const providerId = name.slice(0, slash)
  const asked = name.slice(slash + 1)
  const models = catalogue.providers.find(({ id }) => id === providerId)?.models ?? []
  const isListed = models.some(({ id }) => id === asked)
  const byUpstreamId = isListed ? undefined : models.find((model) => model.upstream === asked)
  const result = resolveRoute(catalogue, providerId, byUpstreamId?.id ?? asked, new Date())
  if (!result.ok) {
    const status = result.code === 'unknown_model' ? { status: 404 } : {}
    throw new ProxyError(result.code, result.message, status)
  }
  const { provider } = result.route
  if (upstream.providers[provider.id].configured) return { ...result.route, requestedModel: asked }
  throw new ProxyError(
    'not_configured',
    `${provider.label} is not set up on this server. Pick another provider, or ask the operator for its key.`,
    { provider: provider.id },
  )
}

/** A model as `GET /v1/models` lists it. */
export type ListedModel = {
  readonly id: string
  readonly object: 'model'
  readonly created: number
  readonly owned_by: string
}

/** Every name that answers here: of each provider that is set up, `auto` and the models that still run. */
export function listModels({ catalogue, upstream }: Config): ListedModel[] {
  const now = new Date()
  return catalogue.providers
    .filter(({ id }) => upstream.providers[id].configured)
    .flatMap((provider) => {
      const running = provider.models.filter((model) => modelStatus(model, now) !== 'retired')
      const ids = new Set([autoModel, ...running.map((model) => model.id)])
      return [...ids].map((id) => ({
        id: `${provider.id}/${id}`,
        object: 'model' as const,
        // Clients want a number; when a provider made a model is nothing we know.
        created: 0,
        owned_by: provider.id,
      }))
    })
}

function short(value: string): string {
  return value.length > 40 ? `${cutCharacters(value, 40)}…` : value
}
