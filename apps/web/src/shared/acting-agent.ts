const storageKey = 'askdesk.agent'
let acting: string | null | undefined

/**
 * The demo agent that this tab acts as, where nobody signs in: two windows can be two people. Null is
 * whom the service takes by itself.
 */
export function actingAgent(): string | null {
  if (acting === undefined) {
    try {
      acting = sessionStorage.getItem(storageKey)
    } catch {
      acting = null
    }
  }
  return acting
}

export function actAs(name: string): void {
  acting = name
  try {
    sessionStorage.setItem(storageKey, name)
  } catch {
    // Kept for as long as the page is open.
  }
}

/** Says with each request who acts. A header holds one byte a letter, so the name is encoded. */
export function actingHeaders(): Record<string, string> {
  const name = actingAgent()
  return name === null ? {} : { 'x-askdesk-agent': encodeURIComponent(name) }
}
