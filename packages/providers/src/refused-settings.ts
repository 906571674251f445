import type { Model, RefusedSetting } from './types.ts'

const sampling: readonly RefusedSetting[] = ['temperature', 'top_p', 'top_k', 'thinking_budget']

/**
 * Families of models by their providers' ids, and what they answer 400 to: Anthropic's migration
 * guides to Claude 4.5, 5 and 5.5. A new model of a family is known by its id alone.
 */
const families: readonly (readonly [RegExp, readonly RefusedSetting[]])[] = [
  [/\bclaude-(?:sonnet|opus|fable)-[5-9]/, [...sampling, 'forced_tool', 'thinking_disabled']],
  [/\bclaude-haiku-[5-9]/, sampling],
  [/\bclaude-(?:sonnet|opus|haiku)-4[-.][5-9]/, ['top_p_with_temperature']],
]

/** Tells which settings a model refuses: what the catalogue says, else what its family is known for. */
export function refusedSettings({ refuses, upstream }: Model): readonly RefusedSetting[] {
  return refuses ?? families.find(([pattern]) => pattern.test(upstream))?.[1] ?? []
}
