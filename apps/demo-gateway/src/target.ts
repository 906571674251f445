import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { familyOfProvider, familyOfSlug } from './family.ts'
import type { Family } from './wire/types.ts'

const configSchema = z.looseObject({
  provider: z.string().optional(),
  targets: z.array(z.looseObject({ provider: z.string().optional() })).optional(),
})

export type Target =
  | { readonly ok: true; readonly family: Family; readonly optionIndex: string }
  | { readonly ok: false; readonly message: string }

const missing = 'Either x-portkey-config or x-portkey-provider header is required'

/**
 * Resolves the target: the provider header, the config (inline JSON, of which the first target answers,
 * or a saved id) or a catalogue slug in front of the model.
 */
export function readTarget(headers: IncomingHttpHeaders, model: string | undefined): Target {
  const provider = headers['x-portkey-provider']
  if (typeof provider === 'string' && provider !== '') {
    const family = familyOfProvider(provider)
    return family ? found(family) : { ok: false, message: 'Invalid provider passed' }
  }
  const config = headers['x-portkey-config']
  if (typeof config === 'string' && config !== '') return readConfigTarget(config, model)
  if (model?.startsWith('@')) return found(familyOfSlug(model.split('/')[0] ?? ''))
  return { ok: false, message: missing }
}

function readConfigTarget(config: string, model: string | undefined): Target {
  if (/^pc-[\w-]+$/.test(config)) return found(familyOfSlug(`${config} ${model ?? ''}`))
  const parsed = parseConfig(config)
  if (!parsed) {
    return { ok: false, message: 'Invalid config passed. You need to pass a valid json' }
  }
  const inTargets = parsed.provider === undefined
  const name = parsed.provider ?? parsed.targets?.[0]?.provider
  if (name === undefined) {
    return {
      ok: false,
      message:
        'Either x-portkey-provider needs to be passed. Or the x-portkey-config header should have a valid config with provider details in it.',
    }
  }
  const family = familyOfProvider(name)
  return family
    ? found(family, inTargets ? 'config.targets[0]' : 'config')
    : { ok: false, message: 'Invalid provider passed' }
}

function parseConfig(config: string): z.infer<typeof configSchema> | undefined {
  try {
    return configSchema.parse(JSON.parse(config))
  } catch {
    return undefined
  }
}

function found(family: Family, optionIndex = 'config'): Target {
  return { ok: true, family, optionIndex }
}
