import { Button } from '@mantine/core'
import { memo, useRef } from 'react'
import { Markdown } from '../../shared/markdown/Markdown.tsx'
import { useAssistant } from './assistant-context.ts'
import { replyName } from './attribution.ts'
import { isRunning, type Exchange, type Reply } from './conversation.ts'
import { ErrorCard } from './ErrorCard.tsx'
import styles from './Messages.module.css'
import { findProvider } from './provider-list.ts'
import { isPartOfHistory } from './request.ts'
import { ReplyActions } from './ReplyActions.tsx'
import { ReplyAttribution } from './ReplyAttribution.tsx'
import { ReplyProgress } from './ReplyProgress.tsx'

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
          <p>{reply.reasoning}</p>
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
      {reply.text !== '' && <ReplyAttribution reply={reply} />}
      {!running && reply.text !== '' && (
        <ReplyActions exchange={exchange} reply={reply} textRef={textRef} />
      )}
    </article>
  )
})

type ReplyEndingProps = {
  readonly exchange: Exchange
  readonly reply: Reply
  readonly onContinue: (() => void) | undefined
}

/** What there is to say about an end that is not a plain one. */
function ReplyEnding({ exchange, reply, onContinue }: ReplyEndingProps) {
  const { askAgain } = useAssistant()
  if (reply.error && reply.status !== 'stopped') {
    return (
      <ErrorCard
        reply={reply}
        error={reply.error}
        exchangeId={exchange.id}
        onContinue={onContinue}
      />
    )
  }
  const words = endingWords(reply)
  if (words === null) return null
  return (
    <div className={styles['ending']}>
      <span>{words}</span>
      {onContinue && (
        <Button size="compact-xs" variant="default" onClick={onContinue}>
          Continue
        </Button>
      )}
      {reply.status !== 'length' && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => askAgain(exchange.id, reply.asked)}
        >
          Try again
        </Button>
      )}
    </div>
  )
}

function endingWords({ status, text, endedAs }: Reply): string | null {
  if (endedAs !== undefined) return `This answer ended as “${endedAs}”.`
  switch (status) {
    case 'stopped':
      return text === '' ? 'Stopped before an answer came.' : 'You stopped this answer.'
    case 'interrupted':
      return text === '' ? 'The page was left before an answer came.' : 'This answer was cut off.'
    case 'length':
      return 'The answer reached its length limit.'
    case 'filtered':
      return 'The provider declined to go on.'
    case 'error':
      return 'No answer came.'
    default:
      return text === '' ? 'The answer was empty.' : null
  }
}
