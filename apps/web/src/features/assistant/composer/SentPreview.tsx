import { IconArrowLeft } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useNow } from '../../../shared/time.ts'
import { useAssistant } from '../conversation/assistant-context.ts'
import type { TicketContext } from '../prompt/ticket-context.ts'
import { emptyConversation } from '../conversation/conversation.ts'
import { effectivePick, findProvider, shownModel } from '../providers/provider-list.ts'
import { questionPrice } from './question-price.ts'
import { composeMessages, estimateTokens } from '../conversation/chat-request.ts'
import styles from './SentPreview.module.css'

export type SentPreviewProps = {
  readonly contextNow: () => TicketContext | null
  readonly onClose: () => void
}

/** Prints the messages that would be sent now: the very value, from the very function. */
export function SentPreview({ contextNow, onClose }: SentPreviewProps) {
  const { conversationId, store, providers } = useAssistant()
  const conversation = useStore(
    store.state,
    ({ conversations }) => conversations[conversationId] ?? emptyConversation,
  )
  const lastPicked = useStore(store.state, (state) => state.lastPicked)
  const picked = effectivePick(providers, conversation.picked, lastPicked)
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  // Drawn again as the time in it goes on.
  useNow()
  const context = contextNow()
  const { messages, omittedExchanges } = composeMessages({
    fence: conversation.fence,
    exchanges: conversation.exchanges,
    context: context?.text ?? null,
    question: conversation.draft,
  })
  const provider = findProvider(providers, picked.provider)
  const tokens = estimateTokens(messages)
  const model = provider ? shownModel(provider, picked.model) : picked.model
  return (
    // Escape leaves this view first.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles['preview']}
      aria-label="What the AI sees"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onClose()
      }}
    >
      <header className={styles['head']}>
        <button
          ref={back}
          type="button"
          className={styles['back']}
          aria-label="Back to the conversation"
          onClick={onClose}
        >
          <IconArrowLeft size={18} aria-hidden />
        </button>
        <div>
          <h3>What the AI sees</h3>
          <p>
            {messages.length} messages, about {tokens.toLocaleString('en')} tokens (an estimate), to{' '}
            {provider?.label ?? picked.provider} · {model}.{' '}
            {questionPrice(provider, picked.model, tokens)}
          </p>
        </div>
      </header>
      {/* The arrow keys scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['body']} tabIndex={0}>
        <LeftOut context={context} omittedExchanges={omittedExchanges} />
        <ol className={styles['messages']}>
          {messages.map((message, index) => (
            // The same list, in the same order, as it is sent.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <h4>{message.role}</h4>
              <pre dir="auto">{message.content}</pre>
            </li>
          ))}
        </ol>
        {conversation.draft.trim() === '' && (
          <p className={styles['hint']}>Your question comes last. Nothing is written yet.</p>
        )}
      </div>
    </section>
  )
}

type LeftOutProps = { readonly context: TicketContext | null; readonly omittedExchanges: number }

function LeftOut({ context, omittedExchanges }: LeftOutProps) {
  const left = [
    [context?.left.notes ?? 0, 'internal notes, as you did not include them'],
    [context?.left.messages ?? 0, 'messages of the ticket, for length'],
    [context?.left.shortened ?? 0, 'long messages are cut'],
    [omittedExchanges, 'questions from the beginning of this conversation, for length'],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]))
  if (left.length === 0) return null
  return <p className={styles['left']}>Left out: {left.join('; ')}.</p>
}
