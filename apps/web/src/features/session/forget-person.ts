/** Keys of what a person wrote or read; how the page looks is the browser's and stays. */
const personal = /^askdesk[:.](?!(?:color-scheme|assistant-width|single-keys)$)/
const channel = 'askdesk.session'
const forgetters = new Set<() => void>()

/** Stops whatever would write what a person wrote again, once they are to be forgotten. */
export function onForget(forget: () => void): () => void {
  forgetters.add(forget)
  return () => void forgetters.delete(forget)
}

/** Takes conversations, drafts and places out of this browser, and tells its other tabs. */
export function forgetPerson(): void {
  forgetHere()
  tellOthers()
}

/** Reloads this tab when another one of this browser forgot its person: nothing of theirs stays in view. */
export function followForgetting(reload: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined
  const tabs = new BroadcastChannel(channel)
  tabs.addEventListener('message', () => {
    forgetHere()
    reload()
  })
  return () => tabs.close()
}

function forgetHere(): void {
  for (const forget of forgetters) forget()
  for (const storage of storages()) {
    for (const key of Object.keys(storage)) if (personal.test(key)) storage.removeItem(key)
  }
}

function tellOthers(): void {
  if (typeof BroadcastChannel === 'undefined') return
  const tabs = new BroadcastChannel(channel)
  // A channel's message has no target: it reaches this origin alone.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  tabs.postMessage('forget')
  tabs.close()
}

/** Storages that the browser gives: reading the property alone may throw. */
function storages(): Storage[] {
  const found: Storage[] = []
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    try {
      found.push(window[name])
    } catch {
      // Nothing was kept there either.
    }
  }
  return found
}
