import { autoModel } from '@askdesk/providers'
import { IconChevronLeft, IconChevronRight, IconRefresh, IconTextPlus } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useAssistant } from '../conversation/assistant-context.ts'
import { attributionOf } from '../attribution/attribution.ts'
import { emptyConversation, type Exchange, type Reply } from '../conversation/conversation.ts'
import { draftText } from './draft-text.ts'
import { CopyReply } from './CopyReply.tsx'
import { internalReason } from './internal-reason.ts'
import { RegenerateMenu } from './RegenerateMenu.tsx'
import { ReplyMarks } from './ReplyMarks.tsx'
import styles from '../parts/ReplyActions.module.css'

export type ReplyActionsProps = {
  readonly exchange: Exchange
  readonly reply: Reply
  /** Where the reply is drawn: the formatted half of a copy is taken from there. */
  readonly textRef: RefObject<HTMLDivElement | null>
}

export function ReplyActions({ exchange, reply, textRef }: ReplyActionsProps) {
  const { conversationId, store, providers, onInsertReply, askAgain } = useAssistant()
  const provenance = attributionOf(reply, providers)?.answeredBy ?? reply.asked.provider
  const traceId = reply.receipt?.traceId ?? reply.run?.traceId
  return (
    <div className={styles['actions']}>
      {onInsertReply && (
        <button
          type="button"
          className={styles['insert']}
          onClick={() => {
            const { exchanges } =
              store.state.getState().conversations[conversationId] ?? emptyConversation
            const internal = internalReason(exchanges, exchange, reply)
            onInsertReply(draftText(reply.text, reply.status !== 'complete'), {
              provenance,
              traceId,
              internal,
            })
          }}
        >
          <IconTextPlus size={15} aria-hidden />
          Insert into reply
        </button>
      )}
      <CopyReply reply={reply} textRef={textRef} />
      <button
        type="button"
        className={styles['action']}
        aria-label="Regenerate"
        title="Regenerate"
        data-command="regenerate"
        onClick={() => askAgain(exchange.id, reply.asked)}
      >
        <IconRefresh size={16} aria-hidden />
      </button>
      <RegenerateMenu
        answeredBy={reply.asked.provider}
        onPick={(provider) => askAgain(exchange.id, { provider, model: autoModel })}
      />
      <ReplyMarks reply={reply} />
      {exchange.replies.length > 1 && <ReplyPager exchange={exchange} />}
    </div>
  )
}

/** Earlier replies to the same question stay reachable. */
function ReplyPager({ exchange }: { exchange: Exchange }) {
  const { store, conversationId } = useAssistant()
  const { shown, replies } = exchange
  const show = (index: number): void => store.show(conversationId, exchange.id, index)
  return (
    <span className={styles['pager']}>
      <button
        type="button"
        className={styles['action']}
        aria-label="Earlier answer"
        disabled={shown === 0}
        onClick={() => show(shown - 1)}
      >
        <IconChevronLeft size={15} aria-hidden />
      </button>
      {shown + 1} of {replies.length}
      <button
        type="button"
        className={styles['action']}
        aria-label="Later answer"
        disabled={shown === replies.length - 1}
        onClick={() => show(shown + 1)}
      >
        <IconChevronRight size={15} aria-hidden />
      </button>
    </span>
  )
}
