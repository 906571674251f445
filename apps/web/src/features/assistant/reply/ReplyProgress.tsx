import type { Reply } from '../conversation/conversation.ts'
import styles from '../parts/Messages.module.css'
import { progressWords } from './progress-text.ts'
import { useNow } from '../parts/use-now.ts'

/** Says what is going on while a reply is under way. Drawn by itself, as its clock ticks. */
export function ReplyProgress({ reply, provider }: { reply: Reply; provider: string }) {
  const now = useNow(Number.POSITIVE_INFINITY)
  return (
    <p className={styles['progress']}>
      {/* Text that comes is movement enough, and a second animation costs every frame. */}
      <span
        className={styles['pulse']}
        data-still={reply.status === 'answering' || undefined}
        aria-hidden
      >
        <span />
        <span />
        <span />
      </span>
      {progressWords(reply, provider, now)}
    </p>
  )
}
