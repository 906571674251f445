import { useStore } from 'zustand'
import { useAssistant } from '../conversation/assistant-context.ts'
import { emptyConversation } from '../conversation/conversation.ts'
import { conversationTotals, totalsWords } from './receipt-facts.ts'
import styles from '../parts/AssistantDrawer.module.css'

/** Totals of the conversation so far. Drawn anew only when an answer has ended. */
export function ConversationTotal() {
  const { conversationId, store } = useAssistant()
  const words = useStore(store.state, ({ conversations }) =>
    totalsWords(conversationTotals((conversations[conversationId] ?? emptyConversation).exchanges)),
  )
  if (words === '') return null
  return <p className={styles['total']}>{words}</p>
}
