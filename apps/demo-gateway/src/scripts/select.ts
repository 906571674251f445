import { lastUserText } from '../answers/conversation.ts'
import type { ChatRequest } from '../chat-request.ts'
import { familyOfSlug } from '../family.ts'
import { findScript } from './registry.ts'
import type { Family } from '../wire/types.ts'
import type { ParameterValues, Script } from './types.ts'

export type Selection =
  | { readonly ok: true; readonly script: Script; readonly values: ParameterValues }
  | { readonly ok: false; readonly message: string }

const onlyFor = 'only='
const marker = /\[\[demo:\s*([^\]]*)\]\]/

/**
 * Finds the script that a request asks for: by header, else by a marker in its last message, else `normal`.
 * With `only=PROVIDER` it is that provider's; whoever answers instead of it answers well.
 */
export function selectScript(request: ChatRequest): Selection {
  const [wanted = '', ...given] = askedOf(request).match(/[^\s="]+="[^"]*"|\S+/g) ?? []
  const only = given.find((setting) => setting.startsWith(onlyFor))?.slice(onlyFor.length)
  const isStruck = only === undefined || isSameProvider(only, request.family)
  const name = isStruck ? wanted : 'normal'
  const settings = isStruck ? given.filter((setting) => !setting.startsWith(onlyFor)) : []
  const script = findScript(name)
  if (!script) {
    return {
      ok: false,
      message: `There is no demo script “${name}”. GET /v1/demo/scripts lists them.`,
    }
  }
  return readValues(script, settings)
}

function askedOf(request: ChatRequest): string {
  const { scriptHeader, messages, toolChoice, tools } = request
  // The result of a tool is the last message of a loop: a model that has it answers in words.
  const hasResult = conversational(messages).at(-1)?.role === 'tool'
  const mayCall = !hasResult && toolChoice !== 'none'
  const asked = scriptHeader ?? (hasResult ? undefined : marker.exec(lastUserText(messages))?.[1])
  if (asked === undefined) {
    const mustCall = mayCall && tools.length > 0 && toolChoice !== 'auto'
    return mustCall ? 'tools' : 'normal'
  }
  return /^\s*tools\s*$/.test(asked) && !mayCall ? 'normal' : asked
}

/** Without the instructions, which may stand anywhere. */
function conversational(messages: ChatRequest['messages']): ChatRequest['messages'] {
  return messages.filter(({ role }) => role !== 'system' && role !== 'developer')
}

/** Claude is one provider, by whichever way it is reached. */
function isSameProvider(name: string, family: Family): boolean {
  const claude: readonly Family[] = ['anthropic', 'bedrock']
  const named = familyOfSlug(name)
  return named === family || (claude.includes(named) && claude.includes(family))
}

function readValues(script: Script, settings: readonly string[]): Selection {
  const specs = script.parameters ?? {}
  const given = new Map<string, string>()
  for (const setting of settings) {
    const [, key = '', quoted, plain] = /^([^=]+)=(?:"([^"]*)"|(.*))$/s.exec(setting) ?? []
    const spec = specs[key]
    if (!spec) {
      const known = Object.keys(specs).join(', ') || 'none'
      return {
        ok: false,
        message: `The demo script “${script.name}” does not know “${setting}”. Its parameters: ${known}.`,
      }
    }
    const value = quoted ?? plain ?? ''
    if (typeof spec.default === 'number' && !/^\d+(?:\.\d+)?$/.test(value)) {
      return {
        ok: false,
        message: `The demo script “${script.name}” needs a number for “${key}”, not “${value}”.`,
      }
    }
    given.set(key, value)
  }
  const value = (name: string): number | string => given.get(name) ?? specs[name]?.default ?? ''
  return {
    ok: true,
    script,
    values: { number: (name) => Number(value(name)), text: (name) => String(value(name)) },
  }
}
