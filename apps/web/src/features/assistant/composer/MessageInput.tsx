import { IconArrowUp, IconPlayerStopFilled } from '@tabler/icons-react'
import { useEffect, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { isComposingKey } from '../../../shared/keys.ts'
import { useAssistant } from '../conversation/assistant-context.ts'
import { emptyConversation, runningReply } from '../conversation/conversation.ts'
import styles from './Composer.module.css'

/**
 * The input with its button. It listens to the draft alone, and to whether a reply is under way:
 * text that streams in does not draw it again.
 */
export function MessageInput({ takesFocus }: { takesFocus: boolean }) {
  const { conversationId, store, isWaiting, inputRef, ask } = useAssistant()
  const draft = useStore(
    store.state,
    ({ conversations }) => (conversations[conversationId] ?? emptyConversation).draft,
  )
  const isUnderWay = useStore(
    store.state,
    ({ conversations }) =>
      runningReply((conversations[conversationId] ?? emptyConversation).exchanges) !== undefined,
  )
  useEffect(() => {
    // After a reload nothing has the focus, and nobody asked for it to be here.
    const wasOpenedByHand = document.activeElement !== document.body
    if (takesFocus || wasOpenedByHand) inputRef.current?.focus({ preventScroll: true })
  }, [inputRef, takesFocus])

  const subject = conversationId === 'list' ? 'Ask anything…' : 'Ask about this ticket…'
  const placeholder = isWaiting ? 'The ticket is still loading…' : subject

  function send(): void {
    if (ask(draft)) store.setDraft(conversationId, '')
    inputRef.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // Enter also ends a word that is being composed (Chinese, Japanese, Korean).
    if (isComposingKey(event)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      if (!isUnderWay) send()
    }
    if (event.key === 'ArrowUp' && draft === '') {
      const last = store.state.getState().conversations[conversationId]?.exchanges.at(-1)
      if (!last) return
      event.preventDefault()
      store.setDraft(conversationId, last.question)
    }
  }

  return (
    <div className={styles['inputRow']}>
      <textarea
        ref={inputRef}
        className={styles['input']}
        dir="auto"
        aria-label="Message"
        placeholder={placeholder}
        rows={1}
        value={draft}
        data-autofocus
        data-command="message"
        onChange={(event) => store.setDraft(conversationId, event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {isUnderWay ? (
        <button
          type="button"
          className={styles['stop']}
          aria-label="Stop"
          title="Stop"
          data-command="stop"
          onClick={() => {
            store.stop(conversationId)
            inputRef.current?.focus()
          }}
        >
          <IconPlayerStopFilled size={15} aria-hidden />
        </button>
      ) : (
        <button
          type="button"
          className={styles['send']}
          aria-label="Send"
          title="Send"
          disabled={draft.trim() === '' || isWaiting}
          onClick={send}
        >
          <IconArrowUp size={18} aria-hidden />
        </button>
      )}
    </div>
  )
}
