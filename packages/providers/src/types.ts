import type { ModelStatus, Price, ProviderId } from '@askdesk/contracts'

/** Settings that some models answer 400 to. */
export const refusableSettings = [
  'temperature',
  'top_p',
  'top_k',
  /** Both at once; either alone is taken. */
  'top_p_with_temperature',
  /** A tool choice of `required`, or of a tool by its name. */
  'forced_tool',
  'thinking_budget',
  'thinking_disabled',
] as const
export type RefusedSetting = (typeof refusableSettings)[number]

/**
 * A model on offer. `upstream` is the id that goes to the provider; `upstreamFor` overrides it for
 * one Portkey provider name (Bedrock has ids of its own).
 *
 * `retiresOn` is the ISO day on which the provider shuts the model down. Status follows from it
 * unless `status` says otherwise (an account may keep a model longer than the public).
 */
export type Model = {
  readonly id: string
  readonly label: string
  readonly upstream: string
  readonly upstreamFor?: Readonly<Record<string, string>> | undefined
  readonly status?: ModelStatus | undefined
  readonly retiresOn?: string | undefined
  readonly successor?: string | undefined
  /** In tokens. */
  readonly contextWindow?: number | undefined
  /** Absent where no list has been looked at: a price is never guessed. */
  readonly price?: Price | undefined
  /** Reasoning models refuse `max_tokens`. @default 'max_tokens' */
  readonly outputLimitField?: 'max_tokens' | 'max_completion_tokens' | undefined
  /** Settings that must not be sent. @default what its family is known for */
  readonly refuses?: readonly RefusedSetting[] | undefined
}

/** A provider on offer. `portkeyProvider` is its name in Portkey's `x-portkey-provider` header. */
export type Provider = {
  readonly id: ProviderId
  readonly label: string
  /** Its strength with its sign, e.g. `🚀 Speed`. */
  readonly strength: string
  readonly portkeyProvider: string
  readonly defaultModel: string
  readonly models: readonly Model[]
}

export type Catalogue = { readonly providers: readonly Provider[] }
