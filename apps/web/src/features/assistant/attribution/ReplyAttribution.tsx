import { useAssistant } from '../conversation/assistant-context.ts'
import { attributionOf } from './attribution.ts'
import { isRunning, type Reply } from '../conversation/conversation.ts'
import styles from '../parts/Messages.module.css'
import { ProviderIcon } from '../providers/ProviderIcon.tsx'
import { ReplyReceipt } from './ReplyReceipt.tsx'

/** The answering model, and the requested one where that is something else. */
export function ReplyAttribution({ reply }: { reply: Reply }) {
  const { providers } = useAssistant()
  const attribution = attributionOf(reply, providers)
  if (!attribution) return null
  const { providerId, answeredBy, asked, reason, exactId } = attribution
  return (
    <div className={styles['attribution']}>
      <ProviderIcon providerId={providerId} />
      <span className={styles['who']} title={exactId ?? undefined}>
        {asked !== null && <span className={styles['asked']}>{asked} → </span>}
        <strong>{answeredBy}</strong>
        {reason !== null && reason !== 'Auto' && (
          <span className={styles['reason']}> ({reason})</span>
        )}
      </span>
      {!isRunning(reply.status) && <ReplyReceipt reply={reply} exactId={exactId} />}
    </div>
  )
}
