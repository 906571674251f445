/** The part of a `KeyboardEvent` that a listener needs. */
export type KeyFacts = {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
}

type Composing = { readonly isComposing: boolean; readonly keyCode: number }

/**
 * Whether a key belongs to an input method that composes a word (Chinese, Japanese, Korean, dead
 * keys). 229 is the one sign of it where the composition has ended before its last key arrives.
 */
export function isComposingKey(event: Composing | { readonly nativeEvent: Composing }): boolean {
  const { isComposing, keyCode } = 'nativeEvent' in event ? event.nativeEvent : event
  return isComposing || keyCode === 229
}

/** Signs on the other keys of a Latin keyboard, without and with Shift. */
const signs: Readonly<Record<string, string>> = {
  Slash: '/?',
  Period: '.>',
  Comma: ',<',
}

/**
 * The key as a shortcut knows it. On a layout without Latin letters (Cyrillic, Greek, Hebrew, Arabic)
 * it is the one that a Latin keyboard has in the same place; a Latin layout is taken at its word.
 */
export function shortcutKey({ key, code, shiftKey }: KeyFacts): string {
  if ([...key].length !== 1 || /[\u0020-\u007e]|\p{Script=Latin}/u.test(key)) return key
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
  const sign = signs[code]?.[shiftKey ? 1 : 0]
  return letter ?? /^Digit(\d)$/.exec(code)?.[1] ?? sign ?? key
}
