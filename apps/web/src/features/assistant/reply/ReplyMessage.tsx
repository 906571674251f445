import { IconLock } from '@tabler/icons-react'
import { memo, useRef } from 'react'
import { Markdown } from '../../../shared/markdown/Markdown.tsx'
import { useAssistant } from '../conversation/assistant-context.ts'
import { replyName } from '../attribution/attribution.ts'
import { isRunning, type Exchange, type Reply } from '../conversation/conversation.ts'
import styles from '../parts/Messages.module.css'
import { findProvider } from '../providers/provider-list.ts'
import { isPartOfHistory } from '../conversation/chat-request.ts'
import { ReplyActions } from './ReplyActions.tsx'
import { ReplyAttribution } from '../attribution/ReplyAttribution.tsx'
import { ReplyEnding } from './ReplyEnding.tsx'
import { ReplyProgress } from './ReplyProgress.tsx'
import { ReplySources } from './ReplySources.tsx'

export type ReplyMessageProps = {
  readonly exchange: Exchange
  readonly reply: Reply
  /** Only the last reply can be continued. */
  readonly isLast: boolean
}

/** One reply: its text, what became of it, who answered, and what can be done with it. */
export const ReplyMessage = memo(function ReplyMessage(props: ReplyMessageProps) {
  const { exchange, reply, isLast } = props
  const { providers, ask } = useAssistant()
  const textRef = useRef<HTMLDivElement>(null)
  const running = isRunning(reply.status)
  const provider = reply.run?.routedProvider ?? reply.asked.provider
  // What was not finished is closed for the eye, also once it has ended.
  const isUnfinished = reply.status !== 'complete'
  const canContinue = isLast && isPartOfHistory(reply)
  const goOn = (): void => void ask('Continue exactly where you stopped.')
  return (
    <article className={styles['reply']} aria-label={replyName(reply, providers)}>
      {reply.reasoning !== '' && (
        <details className={styles['reasoning']}>
          <summary>Thinking</summary>
          <p dir="auto">{reply.reasoning}</p>
        </details>
      )}
      {reply.text !== '' && (
        <div ref={textRef} data-reply-text>
          <Markdown text={reply.text} isStreaming={isUnfinished} />
        </div>
      )}
      {running && (
        <ReplyProgress
          reply={reply}
          provider={findProvider(providers, provider)?.label ?? provider}
        />
      )}
      {!running && (
        <ReplyEnding
          exchange={exchange}
          reply={reply}
          onContinue={canContinue ? goOn : undefined}
        />
      )}
      {reply.sources && <ReplySources sources={reply.sources} />}
      {(reply.text !== '' || isEndedEmpty(reply)) && <ReplyAttribution reply={reply} />}
      {reply.readNotes && (
        <p className={styles['readNotes']}>
          <IconLock size={13} aria-hidden /> Read your internal notes: check it before a customer
          does
        </p>
      )}
      {!running && reply.text !== '' && (
        <ReplyActions exchange={exchange} reply={reply} textRef={textRef} />
      )}
    </article>
  )
})

/** An answer without a word still cost something, and somebody gave it. */
function isEndedEmpty({ status, receipt, error }: Reply): boolean {
  return !isRunning(status) && receipt !== undefined && error === undefined
}
