import type { ApiError } from '@askdesk/contracts'
import { autoModel } from '@askdesk/providers'
import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useAssistant } from '../conversation/assistant-context.ts'
import type { Reply } from '../conversation/conversation.ts'
import {
  errorTitle,
  providerAtFault,
  secondsLeft,
  unauthorizedWords,
  waitWords,
} from './error-text.ts'
import styles from './ErrorCard.module.css'
import { findProvider, otherProviders } from '../providers/provider-list.ts'
import { useNow } from '../parts/use-now.ts'

export type ErrorCardProps = {
  readonly reply: Reply
  readonly error: ApiError
  readonly exchangeId: string
  /** Offered where there is text to go on from. */
  readonly onContinue: (() => void) | undefined
}

/** The failure, the provider at fault, and the ways on with one click. */
export function ErrorCard({ reply, error, exchangeId, onContinue }: ErrorCardProps) {
  const { providers, askAgain } = useAssistant()
  const failedAt = reply.endedAt ?? reply.startedAt
  const now = useNow(failedAt + (error.retryAfterMs ?? 0))
  const left = secondsLeft(error.retryAfterMs, failedAt, now)
  const failed = providerAtFault(error, reply.run?.routedProvider ?? reply.asked.provider)
  const label = failed && (findProvider(providers, failed)?.label ?? failed)
  const others = failed === undefined ? [] : otherProviders(providers, failed)
  const isRefused = error.code === 'unauthorized'
  const canTryAgain = error.code !== 'forbidden_origin'
  return (
    <div className={styles['card']} role="alert">
      <IconAlertTriangle className={styles['sign']} size={18} aria-hidden />
      <div>
        <p className={styles['title']}>{errorTitle(error, label)}</p>
        <p>{isRefused ? unauthorizedWords : error.message}</p>
        {left > 0 && (
          <p className={styles['countdown']} aria-hidden>
            {label ?? 'Askdesk'} accepts questions again in {waitWords(left)}.
          </p>
        )}
        <div className={styles['actions']}>
          {canTryAgain && (
            <Button
              size="compact-sm"
              variant={error.retryable ? 'filled' : 'default'}
              onClick={() => askAgain(exchangeId, reply.asked)}
            >
              Try again
            </Button>
          )}
          {onContinue && (
            <Button size="compact-sm" variant="default" onClick={onContinue}>
              Continue
            </Button>
          )}
          {others.slice(0, 2).map((provider) => (
            <Button
              key={provider.id}
              size="compact-sm"
              variant="default"
              onClick={() => askAgain(exchangeId, { provider: provider.id, model: autoModel })}
            >
              Answer with {provider.label}
            </Button>
          ))}
        </div>
      </div>
    </div>
  )
}
