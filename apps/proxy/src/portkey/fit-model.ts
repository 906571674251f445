import { refusedSettings, type Model, type RefusedSetting } from '@askdesk/providers'

type Fields = Readonly<Record<string, unknown>>

/** A request that its model takes, and the names of what had to be left out for that. */
export type Fitted = { readonly fields: Fields; readonly left: readonly string[] }

/** The field that a setting stands in, and when it is that setting. */
const settings: Readonly<
  Record<RefusedSetting, { readonly field: string; readonly isSet: (fields: Fields) => boolean }>
> = {
  temperature: { field: 'temperature', isSet: () => true },
  top_p: { field: 'top_p', isSet: () => true },
  top_k: { field: 'top_k', isSet: () => true },
  top_p_with_temperature: {
    field: 'top_p',
    isSet: ({ temperature }) => temperature !== undefined,
  },
  forced_tool: {
    field: 'tool_choice',
    isSet: ({ tool_choice: choice }) => choice === 'required' || typeof choice === 'object',
  },
  thinking_budget: {
    field: 'thinking',
    isSet: ({ thinking }) => hasField(thinking, 'budget_tokens'),
  },
  thinking_disabled: {
    field: 'thinking',
    isSet: ({ thinking }) => hasField(thinking, 'type', 'disabled'),
  },
}

/** Leaves out what the model would refuse the whole request for. */
export function fitToModel(fields: Fields, model: Model): Fitted {
  const left = new Set(
    refusedSettings(model)
      .map((setting) => settings[setting])
      .filter(({ field, isSet }) => fields[field] !== undefined && isSet(fields))
      .map(({ field }) => field),
  )
  if (left.size === 0) return { fields, left: [] }
  return {
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !left.has(name))),
    left: [...left],
  }
}

function hasField(value: unknown, name: string, wanted?: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const found: unknown = Reflect.get(value, name)
  return found !== undefined && (wanted === undefined || found === wanted)
}
