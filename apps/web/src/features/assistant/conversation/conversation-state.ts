import type { AnyProviderId } from '@askdesk/contracts'
import type { StoreApi } from 'zustand/vanilla'
import type { Conversation, Exchange, Picked } from './conversation.ts'
import type { StorageOptions, StorageProblem, UnreadableProblem } from './conversation-storage.ts'
import type { PortkeyClient } from '../api/portkey-client.ts'
import type { Scheduler } from './reply-progress.ts'

export type ConversationState = {
  readonly conversations: Readonly<Record<string, Conversation>>
  /** Conversation that Clear chat took away and Undo brings back. Only in memory. */
  readonly cleared: Readonly<Record<string, readonly Exchange[]>>
  readonly lastPicked: Picked | null
  readonly storageProblem: StorageProblem | null
  /** Conversations whose stored form could not be read, by id. */
  readonly unreadable: Readonly<Record<string, UnreadableProblem>>
}

export type Question = {
  readonly text: string
  /** The ticket's text as `buildTicketContext` wrote it. */
  readonly context: string | null
  /** There are internal notes in it. */
  readonly hasNotes?: boolean | undefined
  readonly picked: Picked
  /** Fallback providers, before the first words. */
  readonly fallback?: readonly AnyProviderId[] | undefined
}

export type ConversationStore = {
  readonly state: StoreApi<ConversationState>
  /** Loads a conversation and goes on with the reply that was running in it. */
  readonly open: (id: string) => void
  /** Asks. Refused, with false, while a reply is under way or when there is nothing to ask. */
  readonly send: (id: string, question: Question) => boolean
  /** Asks the question of an exchange again; the replies it had are not shown to the model. */
  readonly sendAgain: (id: string, exchangeId: string, question: Omit<Question, 'text'>) => boolean
  readonly stop: (id: string) => void
  readonly clear: (id: string) => void
  readonly undoClear: (id: string) => void
  readonly setDraft: (id: string, draft: string) => void
  readonly pick: (id: string, picked: Picked) => void
  readonly setIncludeNotes: (id: string, includeNotes: boolean) => void
  readonly setMayFallBack: (id: string, mayFallBack: boolean) => void
  /** Pages through the replies to one question. */
  readonly show: (id: string, exchangeId: string, shown: number) => void
  /**
   * Marks a reply as good (10) or bad (-10), or takes the mark back (null). Sent where someone takes
   * it; in any case kept with the reply.
   */
  readonly mark: (id: string, replyId: string, value: 10 | -10 | null, isSent: boolean) => void
  /** Writes what is not stored yet: for the moment before the page may go away. */
  readonly flush: () => void
  /** Takes over what another tab wrote, unless a reply is running here. */
  readonly adopt: (storageKey: string | null) => void
}

export type ConversationStoreOptions = {
  readonly client: Pick<PortkeyClient, 'streamChat' | 'followRun' | 'stopRun' | 'sendFeedback'>
  readonly storage: StorageOptions['storage']
  readonly setTimer: StorageOptions['setTimer']
  readonly scheduler: Scheduler
  readonly createId: () => string
  readonly now: () => number
}
