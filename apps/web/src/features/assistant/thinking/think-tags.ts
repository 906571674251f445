/** A mark that a model puts around its thinking when nobody between has taken it off. */
export type ThinkTag = {
  readonly kind: 'open' | 'close' | 'header' | 'message' | 'end' | 'partial'
  readonly length: number
}

/** With attributes: what is longer is text. */
export const longestTag = 240

const names = [
  'think',
  'thinking',
  'thought',
  'thoughts',
  'reasoning',
  'reflection',
  'scratchpad',
  'antthinking',
  'analysis',
  'monologue',
]

const element = new RegExp(
  `^<(/?)(?:[a-z]{1,12}[:_])?(?:${names.join('|')})(?:\\s[^<>]{0,200})?(/?)>`,
  'i',
)
const unfinishedElement = new RegExp(
  `^</?(?:[a-z]{1,12}[:_])?(?:${names.join('|')})\\s[^<>]*$`,
  'i',
)
const unfinishedName = /^<\/?(?:[a-z]{1,12}[:_])?[a-z]{0,12}$/i

/** Other signs for the same, and the control words of two formats, each by itself. */
const words = new Map<string, ThinkTag['kind']>([
  ['[THINK]', 'open'],
  ['[/THINK]', 'close'],
  ['◁think▷', 'open'],
  ['◁/think▷', 'close'],
  ['<|begin_of_thought|>', 'open'],
  ['<|end_of_thought|>', 'close'],
  ['<|START_THINKING|>', 'open'],
  ['<|END_THINKING|>', 'close'],
  ['<|START_RESPONSE|>', 'end'],
  ['<|END_RESPONSE|>', 'end'],
  ['<|start|>', 'header'],
  ['<|channel|>', 'header'],
  ['<|message|>', 'message'],
  ['<|end|>', 'end'],
  ['<|return|>', 'end'],
  ['<|call|>', 'end'],
])

/**
 * Reads the tag at the beginning of a text. `partial` when more text could still make it one.
 */
export function readThinkTag(text: string): ThinkTag | undefined {
  const match = element.exec(text)
  if (match) return { kind: match[1] === '/' ? 'close' : 'open', length: match[0].length }
  for (const [word, kind] of words) {
    if (text.startsWith(word)) return { kind, length: word.length }
    if (text.length < word.length && word.startsWith(text)) return partial(text)
  }
  // Any short word may be the prefix of a name, as in `<seed:think>`.
  const isUnfinished = unfinishedElement.test(text) || unfinishedName.test(text)
  return isUnfinished && text.length < longestTag ? partial(text) : undefined
}

function partial(text: string): ThinkTag {
  return { kind: 'partial', length: text.length }
}
