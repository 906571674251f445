import { decodeEntities } from '../parse/entities.ts'
import { isPattern } from '../parse/footnotes.ts'
import { isTooCostly } from '../parse/limits.ts'
import { parseMarkdown } from '../parse/parse.ts'
import { smallMarkupText, smallTags } from '../parse/small-markup.ts'

const footnoteDefinition = /^( {0,3})\[\^[^\]\s]{1,60}\]:[ \t]*/gm
const footnoteMark = /[ \t]*\[\^([^\]\s]{1,60})\](?!:)(.?)/g
const reference = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/gi
const lineBreak = /<br[ \t]*\/?>/gi
const small = new RegExp(`<(${smallTags.join('|')})>([^<>]{1,500})</\\1>`, 'gi')

/**
 * Markdown as it goes to the clipboard: what a mail or a note would show as codes is put as what it
 * means. Code stays as it is.
 */
export function copyText(markdown: string): string {
  if (isTooCostly(markdown)) return markdown
  return parseMarkdown(markdown)
    .map(({ type, raw }) => (type === 'code' ? raw : outsideCode(raw, type === 'table')))
    .join('')
}

function outsideCode(text: string, isTable: boolean): string {
  if (!/[&<]|\[\^/.test(text)) return text
  return text
    .split(/(`+[^`\n]*`+)/)
    .map((part, index) => (index % 2 === 1 ? part : withMeaning(part, isTable)))
    .join('')
}

function withMeaning(text: string, isTable: boolean): string {
  return text
    .replaceAll(footnoteDefinition, '$1')
    .replaceAll(footnoteMark, (whole, label: string, next: string) => {
      if (isPattern(label, next)) return whole
      return (/[\s.,;:!?)]/.test(next) || next === '' ? '' : (/^\s*/.exec(whole)?.[0] ?? '')) + next
    })
    .replaceAll(reference, withoutReference)
    .replaceAll(lineBreak, isTable ? ' / ' : '  \n')
    .replaceAll(small, (whole, name: string, inside: string) => {
      const tag = smallTags.find((known) => known === name.toLowerCase())
      return tag ? smallMarkupText(tag, inside) : whole
    })
}

/** ASCII stays a reference, as the sign could be a mark: `&lt;`, `&#42;`. */
function withoutReference(whole: string): string {
  const letters = decodeEntities(whole)
  return /^[\0-\x7f]/.test(letters) ? whole : letters
}
