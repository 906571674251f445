import { providerIds } from '@askdesk/contracts'
import type { Upstream } from './upstream.ts'

/** Names of settings whose value is a choice, not a credential. Masked, they would take names of models out of receipts. */
const plainSettings =
  /^(?:mode|strategy|model|models|provider|name|type|method|url|custom_host|version|region|on_status_codes|only|order|sort)$/i

/**
 * Every text in an inline gateway configuration that may be a credential: all but the values of
 * settings that are known to be none. An id of a stored configuration is no JSON and no secret.
 */
export function secretsOfConfig(config: string | undefined): string[] {
  if (config === undefined) return []
  let parsed: unknown
  try {
    parsed = JSON.parse(config)
  } catch {
    return []
  }
  const found: string[] = []
  const waiting: { readonly name: string; readonly value: unknown }[] = [
    { name: '', value: parsed },
  ]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { name, value } = next
    if (typeof value === 'string' && !plainSettings.test(name)) found.push(value)
    if (typeof value !== 'object' || value === null) continue
    const isList = Array.isArray(value)
    for (const [key, inner] of Object.entries(value)) {
      waiting.push({ name: isList ? name : key, value: inner })
    }
  }
  return found.flatMap((text) => [text, text.replace(/^(?:Bearer|Basic) /i, '')])
}

/** Every secret that is put into a request to upstream. */
export function secretsOfUpstream({ apiKey, config, providers }: Upstream): string[] {
  const perProvider = providerIds.flatMap((id) => {
    const { apiKey: own, headers } = providers[id]
    return [own, ...Object.values(headers)]
  })
  return worthMasking([apiKey, ...perProvider, ...secretsOfConfig(config)])
}

/** Leaves out what is no secret by its length: masked, it would take ordinary words out of answers. */
export function worthMasking(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => (value && value.length >= 8 ? [value] : [])))]
}
