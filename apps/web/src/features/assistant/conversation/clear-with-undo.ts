import type { StoreApi } from 'zustand/vanilla'
import type { Conversation, Exchange } from './conversation.ts'
import type { ConversationState } from './conversation-state.ts'

/** So many cleared exchanges are remembered: more than tabs can be apart. */
const removedKept = 200

export type ClearingOptions = {
  readonly state: StoreApi<ConversationState>
  readonly find: (id: string) => Conversation
  readonly change: (id: string, part: Partial<Conversation>) => void
  readonly stopRunning: (id: string, exchanges: readonly Exchange[]) => void
  readonly createId: () => string
}

/**
 * Clearing a conversation with a way back. Cleared replies go on running until the next question takes
 * the way back away.
 */
export function createClearing(options: ClearingOptions) {
  const { state, find, change, stopRunning, createId } = options

  function forget(id: string): void {
    const { [id]: taken, ...cleared } = state.getState().cleared
    if (!taken) return
    stopRunning(id, taken)
    state.setState({ cleared })
  }

  return {
    /** Gives up what was cleared, and stops what still runs in it. */
    forget,

    clear(id: string): void {
      const { exchanges, removed: before } = find(id)
      if (exchanges.length === 0) return
      forget(id)
      state.setState({ cleared: { ...state.getState().cleared, [id]: exchanges } })
      const removed = [...before, ...exchanges.map((exchange) => exchange.id)]
      change(id, { exchanges: [], removed: removed.slice(-removedKept) })
    },

    undo(id: string): void {
      const { [id]: taken, ...cleared } = state.getState().cleared
      if (!taken) return
      state.setState({ cleared })
      // Under new ids, as the old ones stay cleared everywhere.
      change(id, { exchanges: taken.map((exchange) => ({ ...exchange, id: createId() })) })
    },
  }
}
