import type { ProviderInfo } from '@askdesk/contracts'
import { createContext, use, type RefObject } from 'react'
import type { InsertReply } from '../../../shared/insert-reply.ts'
import type { Picked } from './conversation.ts'
import type { ConversationStore } from './conversation-state.ts'

/** React context of the drawer's parts. */
export type AssistantContextValue = {
  readonly conversationId: string
  readonly store: ConversationStore
  readonly providers: readonly ProviderInfo[]
  /** Undefined until the proxy has said. */
  readonly upstream: string | undefined
  /** The ticket that the conversation is about is still being loaded: nothing can be asked. */
  readonly isWaiting: boolean
  /** Asks with what is picked now. False when a reply is under way. */
  readonly ask: (text: string) => boolean
  /**
   * Asks a question again as it was asked, or of someone else. Where the same provider is picked
   * now, the model that is picked counts: it may have been changed for this very reason.
   */
  readonly askAgain: (exchangeId: string, wanted: Picked) => void
  /** The text box, for whoever has to give the focus away. */
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
  /** Tells those who listen, in a few words, what has just been done. */
  readonly say: (words: string) => void
  readonly onInsertReply: InsertReply | undefined
}

export const AssistantContext = createContext<AssistantContextValue | null>(null)

export function useAssistant(): AssistantContextValue {
  const value = use(AssistantContext)
  if (!value) throw new Error('This part of the assistant is used outside of its drawer.')
  return value
}
