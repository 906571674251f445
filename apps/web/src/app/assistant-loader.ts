import { useEffect } from 'react'
import type * as DrawerModule from '../features/assistant/AssistantDrawer.tsx'
import { conversationsWithRunningReply } from '../features/assistant/conversation/running-replies.ts'

let loaded: typeof DrawerModule | undefined

/** Code splitting: fetches the assistant's code, which is no part of the page's first script. */
export async function loadAssistant(): Promise<typeof DrawerModule> {
  loaded = await import('../features/assistant/AssistantDrawer.tsx')
  return loaded
}

/** The assistant's code where it was fetched before. */
export function loadedAssistant(): typeof DrawerModule | undefined {
  return loaded
}

/** Fetches the assistant's code ahead of its first use; a failure shows when it is really opened. */
export function prefetchAssistant(): void {
  loadAssistant().catch(() => undefined)
}

/** Fetches the assistant's code once the browser has nothing better to do. */
export function usePrefetchWhenIdle(): void {
  useEffect(() => {
    if (!('requestIdleCallback' in window)) return
    const handle = requestIdleCallback(prefetchAssistant, { timeout: 5000 })
    return () => cancelIdleCallback(handle)
  }, [])
}

/** Goes on with answers that were under way when the page was left, whether the assistant is open or not. */
export function useRepliesGoOn(): void {
  useEffect(() => {
    const isLeft = conversationsWithRunningReply(() => localStorage).length > 0
    if (isLeft)
      loadAssistant().then(
        (module) => module.goOnWithReplies(),
        () => undefined,
      )
  }, [])
}
