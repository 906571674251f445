import { modelStatusSchema, providerIdSchema } from '@askdesk/contracts'
import { z } from 'zod'
import { refusableSettings, type Catalogue, type Model, type Provider } from './types.ts'

const dollars = z.number().min(0).max(100_000)
const priceOverlaySchema = z.strictObject({
  input: dollars,
  output: dollars,
  cachedInput: dollars.optional(),
  cacheWrite: dollars.optional(),
  asOf: z.iso.date().optional(),
  source: z.string().min(1).max(100).optional(),
})

const modelOverlaySchema = z.strictObject({
  id: z.string().min(1).max(100),
  label: z.string().min(1).optional(),
  upstream: z.string().min(1).optional(),
  upstreamFor: z.record(z.string(), z.string().min(1)).optional(),
  status: modelStatusSchema.optional(),
  retiresOn: z.iso.date().optional(),
  successor: z.string().min(1).optional(),
  contextWindow: z.number().int().positive().optional(),
  price: priceOverlaySchema.optional(),
  outputLimitField: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  refuses: z.array(z.enum(refusableSettings)).optional(),
  remove: z.literal(true).optional(),
})

const providerOverlaySchema = z.strictObject({
  id: providerIdSchema,
  label: z.string().min(1).optional(),
  strength: z.string().min(1).optional(),
  defaultModel: z.string().min(1).optional(),
  models: z.array(modelOverlaySchema).optional(),
  remove: z.literal(true).optional(),
})

const overlaySchema = z.strictObject({ providers: z.array(providerOverlaySchema) })

type ModelOverlay = z.infer<typeof modelOverlaySchema>
type ProviderOverlay = z.infer<typeof providerOverlaySchema>

export type OverlayResult =
  | { readonly ok: true; readonly catalogue: Catalogue }
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * Lays a catalogue file over a catalogue: entries with a known id are changed field by field, new
 * ids are added, `"remove": true` takes an entry away. All problems are named, none is guessed away.
 */
export function applyOverlay(base: Catalogue, file: unknown): OverlayResult {
  const parsed = overlaySchema.safeParse(file)
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map(
        (issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`,
      ),
    }
  }
  const problems: string[] = []
  let providers = [...base.providers]
  for (const overlay of parsed.data.providers) {
    const current = providers.find((provider) => provider.id === overlay.id)
    if (!current) problems.push(`providers.${overlay.id}: it was removed earlier in this file.`)
    else if (overlay.remove) providers = providers.filter((provider) => provider !== current)
    else {
      const changed = overlayProvider(current, overlay, problems)
      providers = providers.map((provider) => (provider === current ? changed : provider))
    }
  }
  if (providers.length === 0) problems.push('providers: nothing is left to offer.')
  for (const provider of providers) problems.push(...danglingReferences(provider))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, catalogue: { providers } }
}

function overlayProvider(
  current: Provider,
  overlay: ProviderOverlay,
  problems: string[],
): Provider {
  const { models: modelOverlays = [], remove: _remove, ...fields } = overlay
  let models = [...current.models]
  for (const modelOverlay of modelOverlays) {
    const { remove, ...modelFields } = modelOverlay
    const existing = models.find((model) => model.id === modelOverlay.id)
    if (remove) {
      if (!existing)
        problems.push(`providers.${current.id}.models.${modelOverlay.id}: no such model to remove.`)
      models = models.filter((model) => model !== existing)
    } else if (existing) {
      models = models.map((model) =>
        model === existing ? { ...model, ...withoutUndefined(modelFields) } : model,
      )
    } else {
      models.push(newModel(modelFields))
    }
  }
  return { ...current, ...withoutUndefined(fields), models }
}

function newModel(overlay: Omit<ModelOverlay, 'remove'>): Model {
  return {
    ...overlay,
    label: overlay.label ?? overlay.id,
    upstream: overlay.upstream ?? overlay.id,
  }
}

function danglingReferences(provider: Provider): string[] {
  const ids = new Set(provider.models.map((model) => model.id))
  const problems: string[] = []
  if (!ids.has(provider.defaultModel)) {
    problems.push(
      `providers.${provider.id}.defaultModel: there is no model “${provider.defaultModel}”.`,
    )
  }
  for (const model of provider.models) {
    if (model.successor && !ids.has(model.successor)) {
      problems.push(
        `providers.${provider.id}.models.${model.id}.successor: there is no model “${model.successor}”.`,
      )
    }
  }
  return problems
}

function withoutUndefined<T extends object>(
  value: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    // Object.fromEntries loses the keys' types; the filter above is what makes the claim true.
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
