const allowedProtocols = new Set(['http:', 'https:', 'mailto:'])

/**
 * The address a link in a model's answer may lead to, or null for any it may not: only the web and
 * mail, never a script, a file or an address relative to this page.
 */
export function safeHref(href: string): string | null {
  let url: URL
  try {
    url = new URL(href.trim())
  } catch {
    return null
  }
  return allowedProtocols.has(url.protocol) ? url.href : null
}
