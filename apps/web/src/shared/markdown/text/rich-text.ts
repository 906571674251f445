import { textDirection } from '../../text/text-direction.ts'

/**
 * The looks that survive in Outlook, Word, Teams and Excel, which drop style sheets and classes. As
 * attributes: the page's own policy forbids inline styles, and complains when it reads them back.
 */
const looks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  table: { border: '1', cellspacing: '0', cellpadding: '4', bordercolor: '#b8c0bd' },
  th: { align: 'left', bgcolor: '#eef1f0' },
  td: { valign: 'top' },
  font: { face: 'Consolas, Menlo, monospace' },
}

/** `display` is MathML's. */
const keptAttributes = new Set(['href', 'start', 'colspan', 'rowspan', 'display'])

/**
 * The HTML of a drawn text as other programs should get it: its structure, without our classes,
 * buttons and labels, and with the few looks that mail and documents understand.
 */
export function richTextOf(element: HTMLElement): string {
  const copy = element.cloneNode(true)
  if (!(copy instanceof HTMLElement)) return ''
  for (const part of copy.querySelectorAll('[data-copy="leave-out"]')) part.remove()
  for (const code of copy.querySelectorAll('code')) flattenCode(code)
  for (const box of copy.querySelectorAll('input')) {
    const sign = box.hasAttribute('checked') || box.checked ? '☑ ' : '☐ '
    const words = box.nextElementSibling
    if (words) words.prepend(sign)
    else box.after(sign)
    box.remove()
  }
  for (const part of copy.querySelectorAll('*')) clean(part)
  return copy.innerHTML
}

/** Colours of highlighted code are our style sheet's: what is left of them is nested spans. */
function flattenCode(code: Element): void {
  const font = document.createElement('font')
  font.textContent = code.textContent
  code.replaceChildren(font)
}

function clean(part: Element): void {
  const align = part.getAttribute('data-align')
  const isRightToLeft = part.hasAttribute('dir') && textDirection(part.textContent) === 'rtl'
  for (const name of part.getAttributeNames()) {
    if (!keptAttributes.has(name)) part.removeAttribute(name)
  }
  // Elsewhere `auto` is often not known; left to right is what everybody assumes.
  if (isRightToLeft) part.setAttribute('dir', 'rtl')
  const tag = part.localName
  // Our own addresses lead nowhere from someone else's mail.
  if (tag === 'a' && !/^(?:https?|mailto):/.test(part.getAttribute('href') ?? '')) {
    part.replaceWith(...part.childNodes)
    return
  }
  for (const [name, value] of Object.entries(looks[tag] ?? {})) part.setAttribute(name, value)
  if (tag !== 'td' && tag !== 'th') return
  if (align !== null) part.setAttribute('align', align)
  const text = part.textContent
  // A spreadsheet would run it as a formula; a word joiner in front makes it text.
  if (/^\s*[=+@-](?![\d.,\s]*$)/.test(text)) part.prepend('\u2060')
}

/**
 * Puts both forms on the clipboard: formatted for mail and documents, Markdown for the rest. The
 * event that a copy fires takes them as they are and works without TLS; the newer interface, which
 * does neither, stands behind it.
 */
export async function copyRichText(text: string, html: string): Promise<void> {
  const forms = { 'text/plain': text, 'text/html': html }
  if (copyByEvent(forms)) return
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard.write) {
    await navigator.clipboard.writeText(text)
    return
  }
  const blobs = Object.entries(forms).map(([type, form]) => [type, new Blob([form], { type })])
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))])
}

/** Puts text on the clipboard and nothing else, so that code arrives as code everywhere. */
export async function copyPlainText(text: string): Promise<void> {
  if (!copyByEvent({ 'text/plain': text })) await navigator.clipboard.writeText(text)
}

function copyByEvent(forms: Readonly<Record<string, string>>): boolean {
  let isCopied = false
  const onCopy = (event: ClipboardEvent): void => {
    if (!event.clipboardData) return
    event.preventDefault()
    event.stopImmediatePropagation()
    for (const [type, form] of Object.entries(forms)) event.clipboardData.setData(type, form)
    isCopied = true
  }
  document.addEventListener('copy', onCopy, { capture: true })
  try {
    // Deprecated, but the only way that every browser has.
    // oxlint-disable-next-line typescript/no-deprecated
    document.execCommand?.('copy')
  } finally {
    document.removeEventListener('copy', onCopy, { capture: true })
  }
  return isCopied
}
