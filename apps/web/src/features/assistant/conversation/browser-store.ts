import { onForget } from '../../session/forget-person.ts'
import { createBrowserScheduler } from './commit-scheduler.ts'
import type { ConversationStore } from './conversation-state.ts'
import { createId } from '../../../shared/create-id.ts'
import { createConversationStore } from './conversation-store.ts'
import { portkeyClient } from '../api/portkey-client.ts'
import { conversationsWithRunningReply } from './running-replies.ts'

let store: ConversationStore | undefined

/**
 * The page's conversations. Made when the assistant is first needed and then there for good, so
 * that a reply goes on while the drawer is closed.
 */
export function conversationStore(): ConversationStore {
  store ??= connect()
  return store
}

function connect(): ConversationStore {
  const storage = endableStorage(browserStorage())
  onForget(() => storage?.end())
  const created = createConversationStore({
    client: portkeyClient,
    storage,
    setTimer: (callback, ms) => void window.setTimeout(callback, ms),
    scheduler: createBrowserScheduler(),
    createId,
    now: () => Date.now(),
  })
  window.addEventListener('pagehide', created.flush)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') created.flush()
  })
  window.addEventListener('storage', (event) => created.adopt(event.key))
  if (storage) for (const id of conversationsWithRunningReply(() => storage)) created.open(id)
  return created
}

/** A storage that takes nothing more once the person is forgotten: a reply may be under way. */
function endableStorage(storage: Storage | null) {
  if (storage === null) return null
  let hasEnded = false
  return {
    getItem: (key: string) => storage.getItem(key),
    setItem: (key: string, value: string) => {
      if (!hasEnded) storage.setItem(key, value)
    },
    removeItem: (key: string) => storage.removeItem(key),
    end: () => {
      hasEnded = true
    },
  }
}

function browserStorage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
