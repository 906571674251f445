import type { Conversation, Picked } from './conversation.ts'
import { readConversation, readPicked, writeConversation } from './conversation-schema.ts'
import { runningKey } from './running-replies.ts'

/** Why conversations are kept in this page only. */
export type StorageProblem = 'full' | 'unavailable'

/** Why one of them is. */
export type UnreadableProblem = 'unreadable' | 'newer'

export type ConversationStorage = {
  readonly load: (id: string) => Conversation | null
  /** Writes soon, or now. A conversation that could not be read is never written over. */
  readonly save: (id: string, conversation: Conversation, when: 'soon' | 'now') => void
  readonly flush: () => void
  readonly loadPicked: () => Picked | null
  readonly savePicked: (picked: Picked) => void
  readonly saveRunning: (ids: readonly string[]) => void
  /** The conversation that another tab has just written, if the key is one. */
  readonly idOfKey: (key: string | null) => string | undefined
}

export type StorageOptions = {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null
  readonly onProblem: (problem: StorageProblem | null) => void
  readonly onUnreadable: (id: string, problem: UnreadableProblem) => void
  readonly setTimer: (callback: () => void, ms: number) => void
  /** @default 500 */
  readonly writeEveryMs?: number
}

const conversationPrefix = 'askdesk:conversation:'
const pickedKey = 'askdesk:last-picked'
/** The next write waits so many times as long as the last one took: a long conversation takes no more of the thread than a short one. */
const pausePerWrite = 50

/**
 * Keeps each conversation under a key of its own. Whatever goes wrong is said once and work goes
 * on in memory; nothing that is stored is ever wiped.
 */
export function createConversationStorage(options: StorageOptions): ConversationStorage {
  const { storage, onProblem, onUnreadable, setTimer, writeEveryMs = 500 } = options
  const waiting = new Map<string, Conversation>()
  const untouchable = new Set<string>()
  let isTimed = false
  let tookMs = 0
  if (storage === null) onProblem('unavailable')

  function write(id: string, conversation: Conversation): void {
    waiting.delete(id)
    if (put(conversationPrefix + id, writeConversation(conversation))) onProblem(null)
  }

  function put(key: string, value: string): boolean {
    try {
      storage?.setItem(key, value)
      return storage !== null
    } catch {
      onProblem('full')
      return false
    }
  }

  function get(key: string): string | null {
    try {
      return storage?.getItem(key) ?? null
    } catch {
      onProblem('unavailable')
      return null
    }
  }

  function flush(): void {
    const started = performance.now()
    for (const [id, conversation] of waiting) write(id, conversation)
    tookMs = performance.now() - started
  }

  return {
    load(id) {
      const text = get(conversationPrefix + id)
      if (text === null) return null
      const result = readConversation(text)
      if (result.ok) return result.conversation
      untouchable.add(id)
      onUnreadable(id, result.problem)
      return null
    },

    save(id, conversation, when) {
      if (untouchable.has(id)) return
      if (when === 'now') {
        write(id, conversation)
        return
      }
      waiting.set(id, conversation)
      if (isTimed) return
      isTimed = true
      const wait = Math.max(writeEveryMs, tookMs * pausePerWrite)
      setTimer(() => {
        isTimed = false
        flush()
      }, wait)
    },

    flush,
    loadPicked: () => readPicked(get(pickedKey) ?? ''),
    savePicked: (picked) => void put(pickedKey, JSON.stringify(picked)),

    saveRunning(ids) {
      if (ids.length > 0) put(runningKey, JSON.stringify(ids))
      else if (get(runningKey) !== null) storage?.removeItem(runningKey)
    },

    idOfKey: (key) =>
      key?.startsWith(conversationPrefix) ? key.slice(conversationPrefix.length) : undefined,
  }
}
