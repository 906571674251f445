import type { Receipt } from '@askdesk/contracts'
import { IconCopy } from '@tabler/icons-react'
import styles from './Messages.module.css'

/** How fast and how much, behind a line that says the gist. */
export function ReplyReceipt({ receipt, exactId }: { receipt: Receipt; exactId: string | null }) {
  const { ttftMs, durationMs, usage, usageIs, finishReason, traceId, cost } = receipt
  return (
    <details className={styles['receipt']}>
      <summary>{seconds(durationMs)}</summary>
      <dl>
        {ttftMs !== null && <Fact name="First words after" value={seconds(ttftMs)} />}
        <Fact name="Whole answer" value={seconds(durationMs)} />
        {usage && (
          <Fact
            name={`Tokens (${usageIs})`}
            value={`${usage.promptTokens} in, ${usage.completionTokens} out`}
          />
        )}
        {cost !== undefined && <Fact name="Cost" value={`$${cost.toPrecision(2)}`} />}
        {exactId !== null && <Fact name="Exact model" value={exactId} />}
        {finishReason !== null && <Fact name="Ended with" value={finishReason} />}
        {traceId !== '' && (
          <div>
            <dt>Trace id</dt>
            <dd>
              <code>{traceId}</code>
              <button
                type="button"
                className={styles['tinyButton']}
                aria-label="Trace id to clipboard"
                title="Copy the trace id"
                onClick={() => void navigator.clipboard.writeText(traceId)}
              >
                <IconCopy size={13} aria-hidden />
              </button>
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

function seconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
}
