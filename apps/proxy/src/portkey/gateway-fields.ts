import type { ProviderId } from '@askdesk/contracts'

/** The gateway's transformers: each writes a request anew for its provider, from the fields that it knows. */
export type Family = 'anthropic' | 'bedrock' | 'openai' | 'groq' | 'openrouter'

const everywhere = 'model messages stream stream_options max_tokens max_completion_tokens tools'
const sampled = 'temperature top_p'
const openAi = `${everywhere} ${sampled} tool_choice stop n seed presence_penalty frequency_penalty logit_bias user
  metadata store safety_identifier prediction web_search_options service_tier verbosity prompt_cache_key
  reasoning_effort parallel_tool_calls response_format modalities`

/**
 * Fields that reach the provider through Portkey's gateway 1.15.2, as seen by running it with each
 * family. Every other one it drops, with a 200 and without a word.
 */
const arriving: Readonly<Record<Family, ReadonlySet<string>>> = {
  anthropic: namesIn(`${everywhere} ${sampled} top_k tool_choice stop user thinking`),
  bedrock: namesIn(`${everywhere} ${sampled} top_k tool_choice stop user thinking`),
  openai: namesIn(`${openAi} logprobs top_logprobs`),
  groq: namesIn(openAi),
  openrouter: namesIn(
    `${everywhere} ${sampled} tool_choice response_format reasoning reasoning_effort provider transforms`,
  ),
}

const ownFamily: Readonly<Record<ProviderId, Family>> = {
  aws: 'anthropic',
  openai: 'openai',
  groq: 'groq',
  openrouter: 'openrouter',
}

/**
 * Tells which transformer a provider goes through, by its name at Portkey or, behind a slug of the
 * cloud's (`@my-claude`), by what it is. Undefined for a name that is none of those.
 */
export function familyOf(portkeyProvider: string, id: ProviderId): Family | undefined {
  if (portkeyProvider.startsWith('@')) {
    return portkeyProvider.includes('bedrock') ? 'bedrock' : ownFamily[id]
  }
  return Object.hasOwn(arriving, portkeyProvider) ? (portkeyProvider as Family) : undefined // the keys are the families
}

type Fields = Readonly<Record<string, unknown>>

/** Names what the gateway drops of a request on its way to a provider. */
export function lostInGateway(fields: Fields, family: Family | undefined): string[] {
  if (family === undefined) return []
  const lost = Object.keys(fields).filter((name) => !arriving[family].has(name))
  return isClaude(family) ? [...lost, ...lostForClaude(fields, family)] : lost
}

export function isClaude(family: Family | undefined): boolean {
  return family === 'anthropic' || family === 'bedrock'
}

function lostForClaude({ tools, messages, tool_choice: choice }: Fields, family: Family): string[] {
  const lost: string[] = []
  for (const tool of objectsOf(tools)) {
    if (fieldOf(tool['function'], 'strict') === true) lost.push('tools.function.strict')
    lost.push(...lostTtl(tool, 'tools'))
  }
  // Bedrock knows no way to say it: tools stay on offer.
  if (family === 'bedrock' && choice === 'none') lost.push('tool_choice')
  for (const message of objectsOf(messages)) lost.push(...lostOfMessage(message, family))
  return lost
}

function lostOfMessage(message: Fields, family: Family): string[] {
  const { role, content } = message
  const isSystem = role === 'system' || role === 'developer'
  const lost = ['reasoning', 'reasoning_content', 'reasoning_details']
    .filter((name) => message[name] !== undefined)
    .map((name) => `messages.${name}`)
  if (message['cache_control'] !== undefined) {
    if (isSystem && family === 'anthropic') lost.push(...lostTtl(message, 'messages'))
    else lost.push('messages.cache_control')
  }
  for (const part of objectsOf(content)) {
    if (part['cache_control'] === undefined) continue
    const isDropped = part['type'] === 'file' || isLinkedImage(part)
    if (isDropped && family === 'anthropic') lost.push('messages.content.cache_control')
    else if (isSystem || role === 'user') lost.push(...lostTtl(part, 'messages.content'))
  }
  return lost
}

function lostTtl(marked: Fields, path: string): string[] {
  const isLost = fieldOf(marked['cache_control'], 'ttl') !== undefined
  return isLost ? [`${path}.cache_control.ttl`] : []
}

function isLinkedImage(part: Fields): boolean {
  const url = fieldOf(part['image_url'], 'url')
  return typeof url === 'string' && url.startsWith('https:')
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function objectsOf(list: unknown): Fields[] {
  return Array.isArray(list) ? list.filter(isObject) : []
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function namesIn(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/))
}
