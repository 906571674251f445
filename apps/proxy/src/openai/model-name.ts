import { cutCharacters } from '@askdesk/service'
import type { ProviderId } from '@askdesk/contracts'
import { autoModel, modelStatus, resolveRoute, type Route } from '@askdesk/providers'
import type { Config } from '../config/config.ts'
import { ProxyError } from '../errors/proxy-error.ts'

/**
 * Where `<provider>/<model>` goes. The first slash divides them; behind it stands a model of the
 * catalogue, the id that the provider itself uses, or `auto`. A model that only one provider has
 * goes by its own name, too.
 */
export function chooseModel(config: Config, name: string): Route {
  const { catalogue, upstream } = config
  const { providerId, asked } = splitName(config, name)
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

function splitName(config: Config, name: string): { providerId: string; asked: string } {
  const slash = name.indexOf('/')
  const providerId = name.slice(0, Math.max(0, slash))
  const isProvider = config.catalogue.providers.some(({ id }) => id === providerId)
  if (isProvider) return { providerId, asked: name.slice(slash + 1) }
  const having = providersOf(config, name)
  const [only, another] = having
  if (only && !another) return { providerId: only, asked: name }
  if (slash !== -1 && !only) return { providerId, asked: name.slice(slash + 1) }
  throw new ProxyError(
    'unknown_model',
    another
      ? `Several providers have a model “${short(name)}”. Say which: ${having.map((id) => `${id}/${short(name)}`).join(', ')}.`
      : `No provider has a model “${short(name)}”. Write it like openai/gpt-4.1 or groq/auto; GET /v1/models lists them.`,
    { status: 404 },
  )
}

/** Providers that have a model of this name; those that are not set up count where no other has it. */
function providersOf({ catalogue, upstream }: Config, name: string): ProviderId[] {
  // Each provider has its own.
  if (name === autoModel) return []
  const having = catalogue.providers
    .filter(({ models }) => models.some((model) => model.id === name || model.upstream === name))
    .map(({ id }) => id)
  const ready = having.filter((id) => upstream.providers[id].configured)
  return ready.length > 0 ? ready : having
}

/** A model as `GET /v1/models` lists it. */
export type ListedModel = {
  readonly id: string
  readonly object: 'model'
  readonly created: number
  readonly owned_by: string
}

/** A listed model by the name that a client may give it, in full or bare. */
export function findModel(config: Config, name: string): ListedModel | undefined {
  const models = listModels(config)
  const whole = models.find(({ id }) => id === name)
  if (whole || name === autoModel) return whole
  const [only, ...others] = models.filter(({ id }) => id.slice(id.indexOf('/') + 1) === name)
  return others.length === 0 ? only : undefined
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
