import { exactTime, relativeTime, useNow } from '../../shared/time.ts'
import { dueState } from './due.ts'
import { labelOf, priorityLabels, statusLabels } from './labels.ts'
import styles from './TicketBadges.module.css'

/** The status in words on its colour. */
export function StatusBadge({ status }: { status: string }) {
  return (
    <span className={styles['status']} data-status={status}>
      {labelOf(statusLabels, status)}
    </span>
  )
}

/** The priority in words with bars beside them, `brief`ly the bars alone; colour is never the only sign. */
export function PriorityMark({ priority, brief }: { priority: string; brief?: boolean }) {
  return (
    <span className={styles['priority']} data-priority={priority}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <rect
          className={styles['bar']}
          data-level="1"
          x="0"
          y="8"
          width="2.4"
          height="4"
          rx="0.8"
        />
        <rect
          className={styles['bar']}
          data-level="2"
          x="3.2"
          y="5.5"
          width="2.4"
          height="6.5"
          rx="0.8"
        />
        <rect
          className={styles['bar']}
          data-level="3"
          x="6.4"
          y="3"
          width="2.4"
          height="9"
          rx="0.8"
        />
        <rect
          className={styles['bar']}
          data-level="4"
          x="9.6"
          y="0.5"
          width="2.4"
          height="11.5"
          rx="0.8"
        />
      </svg>
      <span className={brief ? 'visually-hidden' : undefined}>
        {labelOf(priorityLabels, priority)}
      </span>
    </span>
  )
}

/** A past or coming time in short, the exact one on hover. */
export function RelativeTime({ iso }: { iso: string }) {
  const now = useNow()
  return (
    <time dateTime={iso} title={exactTime(iso)} className={styles['time']}>
      {relativeTime(iso, now)}
    </time>
  )
}

/** The due time in short, coloured and named when it is close or missed. */
export function DueTime({ ticket }: { ticket: { dueAt: string | null; status: string } }) {
  const now = useNow()
  if (ticket.dueAt === null) return <span className={styles['none']}>—</span>
  const state = dueState(ticket, now)
  return (
    <time
      dateTime={ticket.dueAt}
      title={exactTime(ticket.dueAt)}
      className={styles['due']}
      data-due={state}
    >
      {state === 'overdue'
        ? `${relativeTime(ticket.dueAt, now).replace(' ago', '')} overdue`
        : relativeTime(ticket.dueAt, now)}
    </time>
  )
}
