const allowedProtocols = new Set(['http:', 'https:', 'mailto:'])

/**
 * Allowlist of protocols against XSS: the address a link in a model's answer may lead to, or null for
 * any it may not. Only the web and mail, never a script, a file or an address relative to this page.
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

/** A host name in a text, with or without what an address has before and behind it. */
const hostName = /(?<![\p{L}\p{N}.@-])(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}[\p{L}\p{N}-]{1,62}/gu
const mailName = /[^\s@<>()]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}[\p{L}\p{N}-]{1,62}/u
const lookedAt = 300

/**
 * Where a link really leads when its text names another place: a host, or a mail address. Undefined
 * for an honest text. (CWE-451; browsers show the address of a link on hover only.)
 */
export function disguisedTarget(text: string, href: string): string | undefined {
  const url = new URL(href)
  const said = text.slice(0, lookedAt)
  if (url.protocol === 'mailto:') {
    const real = decodeURIComponentSafely(url.pathname)
    const named = mailName.exec(said)?.[0] ?? said.match(hostName)?.[0]
    return named === undefined || real.toLowerCase().endsWith(named.toLowerCase())
      ? undefined
      : real
  }
  if (mailName.test(said)) return url.hostname
  const named = said.match(hostName)?.map(canonicalHost) ?? []
  const real = canonicalHost(url.hostname)
  return named.every((host) => host === real) ? undefined : url.hostname
}

/** One spelling for a host: in ASCII as the browser asks for it, without the customary `www`. */
function canonicalHost(host: string): string {
  const address = `http://${host}`
  const name = URL.canParse(address) ? new URL(address).hostname : host.toLowerCase()
  return name.replace(/^www\./, '')
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
