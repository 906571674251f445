const monospace = 'font-family:Consolas,Menlo,monospace'
const border = '1px solid #b8c0bd'

/**
 * The looks that survive in Outlook, Word, Teams and Excel: they drop style sheets and classes, and
 * know only what stands on the element itself.
 */
const styles: Readonly<Record<string, string>> = {
  table: 'border-collapse:collapse',
  th: `border:${border};padding:4px 8px;background:#eef1f0;font-weight:bold;text-align:left`,
  td: `border:${border};padding:4px 8px;vertical-align:top`,
  pre: `${monospace};font-size:10pt;white-space:pre-wrap;background:#f4f6f5;padding:8px`,
  code: monospace,
  blockquote: `border-left:3px solid #b8c0bd;margin:0 0 0 4px;padding-left:10px;color:#555`,
}
/** `display` is MathML's. */
const keptAttributes = new Set(['href', 'start', 'colspan', 'rowspan', 'display'])

/**
 * The HTML of a drawn text as other programs should get it: its structure, without our classes,
 * buttons and labels, and with the few styles that mail and documents understand.
 */
export function richTextOf(element: HTMLElement): string {
  const copy = element.cloneNode(true)
  if (!(copy instanceof HTMLElement)) return ''
  for (const part of copy.querySelectorAll('[data-copy="leave-out"]')) part.remove()
  for (const code of copy.querySelectorAll('pre')) flattenCode(code)
  for (const box of copy.querySelectorAll('input')) {
    box.replaceWith(box.hasAttribute('checked') || box.checked ? '☑ ' : '☐ ')
  }
  for (const part of copy.querySelectorAll('*')) clean(part)
  return copy.innerHTML
}

/** Colours of highlighted code are our style sheet's: what is left of them is nested spans. */
function flattenCode(pre: HTMLElement): void {
  const code = document.createElement('code')
  code.textContent = pre.textContent
  pre.replaceChildren(code)
}

function clean(part: Element): void {
  const align = part instanceof HTMLElement ? part.style.textAlign : ''
  for (const name of part.getAttributeNames()) {
    if (!keptAttributes.has(name)) part.removeAttribute(name)
  }
  const tag = part.localName
  // Our own addresses lead nowhere from someone else's mail.
  if (tag === 'a' && !/^(?:https?|mailto):/.test(part.getAttribute('href') ?? '')) {
    part.replaceWith(...part.childNodes)
    return
  }
  if (tag === 'table') {
    part.setAttribute('border', '1')
    part.setAttribute('cellspacing', '0')
  }
  const isCell = tag === 'td' || tag === 'th'
  const look = [
    styles[tag],
    isCell && align !== '' && `text-align:${align}`,
    // A spreadsheet would run it as a formula.
    isCell && /^\s*[=+@-](?![\d.,\s]*$)/.test(part.textContent) && "mso-number-format:'\\@'",
  ].filter((style) => typeof style === 'string')
  if (look.length > 0) part.setAttribute('style', look.join(';'))
}

/** Puts both forms on the clipboard: formatted for mail and documents, Markdown for the rest. */
export async function copyRichText(text: string, html: string): Promise<void> {
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard.write) {
    await navigator.clipboard.writeText(text)
    return
  }
  const item = new ClipboardItem({
    'text/plain': new Blob([text], { type: 'text/plain' }),
    'text/html': new Blob([html], { type: 'text/html' }),
  })
  await navigator.clipboard.write([item])
}
