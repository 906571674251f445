import { IconThumbDown, IconThumbUp } from '@tabler/icons-react'
import { useAssistant } from '../conversation/assistant-context.ts'
import type { Reply, ReplyMark } from '../conversation/conversation.ts'
import styles from '../parts/ReplyActions.module.css'

/** Says what one thinks of a reply. Pressed again, the mark is taken back, or sent if it was not. */
export function ReplyMarks({ reply }: { reply: Reply }) {
  const { store, conversationId, upstream, say } = useAssistant()
  const { mark } = reply
  const press = (value: ReplyMark['value']): void => {
    const isTakenBack = mark?.value === value && mark.problem === undefined
    store.mark(conversationId, reply.id, isTakenBack ? null : value, upstream === 'portkey')
    if (upstream !== 'portkey' && !isTakenBack) say('Kept here only')
  }
  const words = mark && markWords(mark)
  return (
    <span className={styles['marks']}>
      <button
        type="button"
        className={styles['action']}
        aria-label="Good reply"
        title="Good reply"
        aria-pressed={mark?.value === 10}
        onClick={() => press(10)}
      >
        <IconThumbUp size={16} aria-hidden />
      </button>
      <button
        type="button"
        className={styles['action']}
        aria-label="Bad reply"
        title="Bad reply"
        aria-pressed={mark?.value === -10}
        onClick={() => press(-10)}
      >
        <IconThumbDown size={16} aria-hidden />
      </button>
      <span className={styles['markWords']} data-problem={mark?.problem !== undefined || undefined}>
        {words}
      </span>
    </span>
  )
}

function markWords({ state, problem }: ReplyMark): string {
  if (state === 'sent') return 'Sent to Portkey'
  if (state === 'here') return 'Kept here only'
  return problem === undefined
    ? 'Not sent yet, kept here'
    : `Not sent, kept here. ${problem} Press again to send it.`
}
