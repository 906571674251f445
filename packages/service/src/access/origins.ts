/** Fetch metadata: the page that makes a request, by the browser's word. */
export type Provenance = {
  readonly method: string
  readonly origin: string | undefined
  readonly secFetchSite: string | undefined
  readonly secFetchMode: string | undefined
  readonly secFetchDest: string | undefined
}

export type OriginRules = {
  /** Exact origins of other pages that may call. */
  readonly allowed: readonly string[]
  /** The origin under which the caller reached us. */
  readonly own: string | undefined
  readonly publicOrigin: string | undefined
  /** Names that the operator says are ours, whatever a hop in front makes of `Host` and scheme. */
  readonly names: readonly string[]
}

/**
 * Tells whether a page may call (CSRF). Fetch metadata decides where the browser sends it; it
 * leaves it out over plain http outside this machine, and then `Origin` decides. Neither means no
 * browser page, or a plain navigation.
 */
export function mayCall(from: Provenance, rules: OriginRules): boolean {
  const { origin, secFetchSite } = from
  if (origin !== undefined && rules.allowed.includes(origin)) return true
  if (secFetchSite !== undefined) {
    return secFetchSite === 'same-origin' || secFetchSite === 'none' || isNavigation(from)
  }
  return (
    origin === undefined ||
    origin === rules.own ||
    origin === rules.publicOrigin ||
    isOfOurName(origin, rules)
  )
}

/** A page under a name of ours: on the usual port, or on the one that the caller reached us by. */
function isOfOurName(origin: string, { names, own }: OriginRules): boolean {
  if (!URL.canParse(origin)) return false
  const { hostname, port, host } = new URL(origin)
  if (!names.includes(hostname)) return false
  return port === '' || own?.replace(/^https?:\/\//, '') === host
}

/** Following a link to us is nobody's forgery: the foreign page cannot read the answer. */
function isNavigation({ method, secFetchMode, secFetchDest }: Provenance): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    secFetchMode === 'navigate' &&
    secFetchDest === 'document'
  )
}
