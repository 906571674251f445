import type { Ticket } from '@askdesk/contracts'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { useAssistant } from '../conversation/assistant-context.ts'
import { emptyConversation, shownReply } from '../conversation/conversation.ts'
import { isPartOfHistory } from '../conversation/chat-request.ts'
import { Suggestions } from './Suggestions.tsx'
import { followUpSuggestions } from '../prompt/suggestions.ts'

/** Ways to go on, once there is an answer to go on from. */
export function FollowUps({ ticket }: { ticket: Ticket | null }) {
  const { conversationId, store, ask } = useAssistant()
  const prompts = useStore(
    store.state,
    useShallow(({ conversations }) => {
      const { exchanges } = conversations[conversationId] ?? emptyConversation
      const last = exchanges.at(-1)
      const reply = last && shownReply(last)
      if (!reply || !isPartOfHistory(reply)) return []
      return followUpSuggestions(
        ticket,
        exchanges.map(({ question }) => question),
      )
    }),
  )
  return <Suggestions prompts={prompts} onPick={ask} look="follow-up" />
}
