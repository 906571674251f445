import type { Token } from 'marked'
import { isTooCostly } from '../../../shared/markdown/parse/limits.ts'
import { inlineTokens, parseMarkdown } from '../../../shared/markdown/parse/parse.ts'
import { plainTextOf } from '../../../shared/markdown/text/plain-text.ts'

/**
 * What of an answer goes into the reply to a customer, as plain text: without Markdown's marks, and
 * without what is said to the agent about the draft where that is clearly set apart from it. Of an
 * unfinished answer the marks that were left open go as well.
 */
export function draftText(markdown: string, isUnfinished = false): string {
  if (isTooCostly(markdown)) return markdown.trim()
  const tokens = parseMarkdown(markdown, {}, isUnfinished).filter(
    ({ type }) => type !== 'space' && type !== 'def',
  )
  const draft = unwrapped(betweenRules(withoutLeadIn(titledAsDraft(tokens))))
  return plainTextOf(draft) || plainTextOf(tokens)
}

const draftTitle =
  /^(?:(?:suggested|draft|short|friendl|polite|revised|updated|final)\w* )*(?:draft|reply|response|e-?mail|message|version|shorter|friendlier|longer|translation|entwurf|antwort|borrador|respuesta|rascunho|resposta|brouillon|réponse|bozza|risposta|szkic|odpowiedź|下書き|返信案?)\b/iu
const remarkTitle =
  /^(?:before you send|what (?:i )?changed|changes|key changes|notes?\b|to fill|why\b|explanation|internal|for you|hinweise?|anmerkung|nota\b|remarque)/iu
const leadIn =
  /\b(?:draft|reply|response|version|e-?mail|message|entwurf|antwort|fassung|borrador|respuesta|versión|rascunho|resposta|brouillon|réponse|bozza|risposta|szkic|odpowiedź)\b|下書き|返信/iu
const offer =
  /\b(?:let me know|would you like|want me to|shall i|feel free|happy to (?:adjust|change)|soll ich|möchten sie|möchtest du|¿quieres|souhaitez-vous)\b/iu
const subjectLine = /^(?:subject|betreff|asunto|assunto|objet|oggetto|temat|件名)\s*[:：]/iu

/** The section under a title that says so, up to the next title. */
function titledAsDraft(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex((token) => draftTitle.test(titleOf(token) ?? ''))
  const title = tokens[at]
  if (!title) return tokens
  const rest = tokens.slice(at + 1)
  const end = rest.findIndex((token) => endsSection(token, title))
  return end === -1 ? rest : rest.slice(0, end)
}

function endsSection(token: Token, title: Token): boolean {
  const text = titleOf(token)
  if (text === undefined) return false
  if (remarkTitle.test(text)) return true
  return title.type === 'heading' && token.type === 'heading' && token['depth'] <= title['depth']
}

/** A heading's text, or that of a paragraph which is bold as a whole. */
function titleOf(token: Token): string | undefined {
  const isBold =
    token.type === 'paragraph' && /^(?:\*\*|__)[^*_\n]+(?:\*\*|__):?$/.test(token.raw.trim())
  return isBold || token.type === 'heading' ? plainTextOf([token]).trim() : undefined
}

/** Drops what comes before the draft itself: remarks in italics, “Here is a draft:”, a subject. */
function withoutLeadIn(tokens: readonly Token[]): readonly Token[] {
  const [first, ...rest] = tokens
  if (!first || rest.length === 0 || first.type !== 'paragraph') return tokens
  const text = plainTextOf([first])
  const inside = inlineTokens(first.tokens ?? [])
  const isRemark = inside.length === 1 && inside[0]?.type === 'em'
  const isLeadIn = /[:：]$/.test(text) && text.length < 200 && leadIn.test(text)
  const isSubject = subjectLine.test(text) && !text.includes('\n')
  return isRemark || isLeadIn || isSubject ? withoutLeadIn(rest) : tokens
}

/** A draft between two rules, or before a rule with an offer to go on below it. */
function betweenRules(tokens: readonly Token[]): readonly Token[] {
  const opens = tokens[0]?.type === 'hr' ? 1 : 0
  const last = tokens.findLastIndex((token) => token.type === 'hr')
  const below = last >= opens ? tokens.slice(last + 1) : []
  const isOffer = below.length <= 2 && (below.length === 0 || offer.test(plainTextOf(below)))
  const inner = tokens.slice(opens, last > opens && isOffer ? last : undefined)
  return opens > 0 ? withoutLeadIn(inner) : inner
}

/** A draft that is set apart as one quotation or one block of code. */
function unwrapped(tokens: readonly Token[]): readonly Token[] {
  const [only, ...rest] = tokens
  if (only?.type === 'blockquote' && rest.length === 0) return only.tokens ?? []
  return tokens
}
