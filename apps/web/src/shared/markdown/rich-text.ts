/**
 * The HTML of a drawn text as other programs should get it: its structure, without our classes,
 * buttons and labels.
 */
export function richTextOf(element: HTMLElement): string {
  const copy = element.cloneNode(true)
  if (!(copy instanceof HTMLElement)) return ''
  for (const part of copy.querySelectorAll('[data-copy="leave-out"]')) part.remove()
  for (const part of copy.querySelectorAll('*')) {
    for (const name of part.getAttributeNames()) {
      if (!['href', 'start', 'type', 'checked'].includes(name)) part.removeAttribute(name)
    }
  }
  return copy.innerHTML
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
