import { IconCopy } from '@tabler/icons-react'
import { copyPlainText } from '../../../shared/markdown/text/rich-text.ts'
import type { Reply } from '../conversation/conversation.ts'
import styles from '../parts/Messages.module.css'
import { receiptFacts, receiptGist } from './receipt-facts.ts'
import { useCopy } from '../parts/use-copy.ts'

/** How fast and how much, behind a line that says the gist. */
export function ReplyReceipt({ reply, exactId }: { reply: Reply; exactId: string | null }) {
  const facts = receiptFacts(reply)
  const traceId = reply.receipt?.traceId || reply.run?.traceId || ''
  const finishReason = reply.receipt?.finishReason ?? null
  if (facts.length === 0) return null
  return (
    <details className={styles['receipt']}>
      <summary>{receiptGist(reply)}</summary>
      <dl>
        {facts.map(({ name, value, mark }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value} <span className={styles['mark']}>{mark}</span>
            </dd>
          </div>
        ))}
        {exactId !== null && <Fact name="Exact model" value={exactId} />}
        {finishReason !== null && <Fact name="Ended with" value={finishReason} />}
        {traceId !== '' && (
          <div>
            <dt>Trace id</dt>
            <dd>
              <code>{traceId}</code>
              <CopyTraceId traceId={traceId} />
            </dd>
          </div>
        )}
      </dl>
    </details>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function CopyTraceId({ traceId }: { traceId: string }) {
  const copyAndSay = useCopy()
  return (
    <button
      type="button"
      className={styles['tinyButton']}
      aria-label="Trace id to clipboard"
      title="Copy the trace id"
      onClick={() => void copyAndSay(() => copyPlainText(traceId))}
    >
      <IconCopy size={13} aria-hidden />
    </button>
  )
}
