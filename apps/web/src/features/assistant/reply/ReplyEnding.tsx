import { autoModel } from '@askdesk/providers'
import { Button } from '@mantine/core'
import { useAssistant } from '../conversation/assistant-context.ts'
import type { Exchange, Reply } from '../conversation/conversation.ts'
import { endingWords } from './ending-text.ts'
import { ErrorCard } from './ErrorCard.tsx'
import styles from '../parts/Messages.module.css'
import { otherProviders } from '../providers/provider-list.ts'

export type ReplyEndingProps = {
  readonly exchange: Exchange
  readonly reply: Reply
  readonly onContinue: (() => void) | undefined
}

/** Explains an end that is not a plain one, and the ways on from it. */
export function ReplyEnding({ exchange, reply, onContinue }: ReplyEndingProps) {
  const { providers, askAgain } = useAssistant()
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
  const isEmpty = reply.text === ''
  const asked = reply.run?.routedProvider ?? reply.asked.provider
  const others = isEmpty && reply.status !== 'stopped' ? otherProviders(providers, asked) : []
  return (
    <div className={styles['ending']}>
      <span>{words}</span>
      {onContinue && (
        <Button size="compact-xs" variant="default" onClick={onContinue}>
          Continue
        </Button>
      )}
      {(isEmpty || reply.status !== 'length') && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => askAgain(exchange.id, reply.asked)}
        >
          Try again
        </Button>
      )}
      {others.slice(0, 2).map(({ id, label }) => (
        <Button
          key={id}
          size="compact-xs"
          variant="default"
          onClick={() => askAgain(exchange.id, { provider: id, model: autoModel })}
        >
          Answer with {label}
        </Button>
      ))}
    </div>
  )
}
