import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { pageHref, type PageState, parsePageState } from './page-state.ts'

export type Navigate = (
  change: (state: PageState) => PageState,
  options?: { replace?: boolean | undefined },
) => void

/** The page's state, kept in the address alone: links, Back, Forward and reload all agree with it. */
export function usePageState(): { state: PageState; navigate: Navigate } {
  const search = useSyncExternalStore(subscribe, () => location.search)
  const state = useMemo(() => parsePageState(search), [search])
  const navigate = useCallback<Navigate>((change, options) => {
    const href = pageHref(change(parsePageState(location.search)))
    if (href === pageHref(parsePageState(location.search))) return
    if (options?.replace) history.replaceState(null, '', href)
    else history.pushState(null, '', href)
    for (const listener of listeners) listener()
  }, [])
  return { state, navigate }
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('popstate', listener)
  }
}
