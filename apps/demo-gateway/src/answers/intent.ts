import type { Conversation } from './conversation.ts'

/** What a question is after, as far as simple rules can tell. */
export type Intent =
  | 'translate'
  | 'shorter'
  | 'longer'
  | 'summarise'
  | 'compare'
  | 'next-steps'
  | 'draft'
  | 'code'
  | 'general'

// The first rule that fits wins: a wish for a shorter draft is about the draft that is there.
const rules: readonly (readonly [Intent, RegExp])[] = [
  ['translate', /\btranslat|übersetz|\btradui|\btraduc|\btraduz|przetłumacz|翻訳/i],
  ['shorter', /\bshort(?:er|en)\b|\bbrief(?:er|ly)\b|\bconcise\b|\bcondense\b|\bkürzer\b/i],
  ['longer', /\blonger\b|\bmore detail|\bexpand\b|\belaborate\b|\bausführlicher\b/i],
  ['summarise', /\bsummar|\btl;?dr\b|\brecap\b|\boverview\b|\bcatch me up\b|zusammenfass|\brésum/i],
  ['compare', /\bcompar|\bversus\b|\bvs\b|\bdifference|\bpros and cons\b|\bvergleich/i],
  [
    'next-steps',
    /\bnext steps?\b|\bto-?do\b|\btasks?\b|\bchecklist\b|\bplan\b|\bwhat (?:should|can) (?:i|we) do\b|\bnächste\b/i,
  ],
  [
    'draft',
    /\bdraft|\breply|\brespon[ds]|\banswer (?:to )?(?:the|this) customer|\bwrite (?:back|to|an? )|\bapolog|\bantwort|\bréponse|\brespuesta/i,
  ],
  [
    'code',
    /\bcode\b|\blogs?\b|\bstack ?trace|\btraceback\b|\bsql\b|\bregex\b|\bscript\b|\bjson\b|\bcurl\b|\berror message|\bsnippet\b/i,
  ],
]

/** Reads the intent of the last question; a follow-up needs an answer to follow. */
export function readIntent(conversation: Conversation): Intent {
  for (const [intent, pattern] of rules) {
    const followsUp = intent === 'shorter' || intent === 'longer'
    if (followsUp && conversation.previousAnswer === undefined) continue
    if (pattern.test(conversation.question.slice(0, 2000))) return intent
  }
  return 'general'
}
