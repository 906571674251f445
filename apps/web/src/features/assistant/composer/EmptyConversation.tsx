import type { Ticket } from '@askdesk/contracts'
import { Button } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import styles from '../parts/AssistantDrawer.module.css'
import { Suggestions } from './Suggestions.tsx'
import { openingSuggestions } from '../prompt/suggestions.ts'

export type EmptyConversationProps = {
  readonly ticket: Ticket | null
  /** The ticket is still being loaded. */
  readonly isWaiting: boolean
  readonly onAsk: (text: string) => void
  /** There is a conversation that was just cleared. */
  readonly onUndo: (() => void) | undefined
}

export function EmptyConversation({ ticket, isWaiting, onAsk, onUndo }: EmptyConversationProps) {
  return (
    <div className={styles['empty']}>
      {onUndo && (
        <output className={styles['cleared']}>
          Chat cleared.
          <Button ref={takeLostFocus} size="compact-xs" variant="default" onClick={onUndo}>
            Undo
          </Button>
        </output>
      )}
      <IconSparkles className={styles['emptySign']} size={22} aria-hidden />
      <p>
        {ticket || isWaiting
          ? 'Ask anything about this ticket. The model you pick gets its text, and every answer says who gave it.'
          : 'Ask anything about your work. Every answer says which model gave it.'}
      </p>
      {!isWaiting && (
        <Suggestions prompts={openingSuggestions(ticket)} onPick={onAsk} look="opening" />
      )}
    </div>
  )
}

/** The button that was clicked to get here is disabled now. */
function takeLostFocus(button: HTMLElement | null): void {
  const focused = document.activeElement
  if (focused === document.body || focused?.matches(':disabled')) button?.focus()
}
