import type { Conversation } from './conversation.ts'

/** Intent of a question, as far as simple rules can tell. */
export type Intent =
  | 'translate'
  | 'shorter'
  | 'longer'
  | 'friendlier'
  | 'again'
  | 'summarise'
  | 'compare'
  | 'next-steps'
  | 'draft'
  | 'wish'
  | 'advice'
  | 'code'
  | 'general'

// The first rule that fits wins: a wish for a shorter draft is about the draft that is there.
const rules: readonly (readonly [Intent, RegExp])[] = [
  ['translate', /\btranslat|übersetz|\btradui|\btraduc|\btraduz|przetłumacz|翻訳/i],
  ['shorter', /\bshort(?:er|en)\b|\bbrief(?:er|ly)\b|\bconcise\b|\bcondense\b|\bkürzer\b/i],
  ['longer', /\blonger\b|\bmore detail|\bexpand\b|\belaborate\b|\bausführlicher\b/i],
  ['friendlier', /\bfriendl|\bwarmer\b|\bmore polite\b|\bfreundlicher\b/i],
  [
    'again',
    /\banother version\b|\bdifferent version\b|\btry again\b|\brephrase\b|\bnoch einmal\b/i,
  ],
  ['advice', /\bhow (?:do|can|should) (?:i|we) (?:answer|handle|deal|calm|tell)\b/i],
  ['wish', /\bcustomer (?:really )?(?:ask|want|need)|\bwhat does the customer\b/i],
  ['summarise', /\bsummar|\btl;?dr\b|\brecap\b|\boverview\b|\bcatch me up\b|zusammenfass|\brésum/i],
  ['compare', /\bcompar|\bversus\b|\bvs\b|\bdifference|\bpros and cons\b|\bvergleich/i],
  [
    'next-steps',
    /\bnext steps?\b|\bto-?do\b|\btasks?\b|\bchecklist\b|\bplan\b|\bwhat (?:should|can) (?:i|we) do\b|\bnächste\b/i,
  ],
  [
    'draft',
    /\bdraft|\breply|\brespon[ds]|\banswer (?:to )?(?:the|this) customer|\bturn .{0,40}notes|\bwrite (?:back|to|an? )|\bapolog|\bantwort|\bréponse|\brespuesta/i,
  ],
  [
    'code',
    /\bcode\b|\blogs?\b|\bstack ?trace|\btraceback\b|\bsql\b|\bregex\b|\bscript\b|\bjson\b|\bcurl\b|\berror message|\bsnippet\b/i,
  ],
]

const followUps: ReadonlySet<Intent> = new Set(['shorter', 'longer', 'friendlier', 'again'])

/** Reads the intent of the last question; a follow-up needs an answer to follow. */
export function readIntent(conversation: Conversation): Intent {
  const question = conversation.question.slice(0, 2000)
  for (const [intent, pattern] of rules) {
    if (followUps.has(intent) && conversation.previousAnswer === undefined) continue
    if (pattern.test(question)) return intent
  }
  return 'general'
}
