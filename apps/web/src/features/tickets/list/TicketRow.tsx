import type { TicketSummary } from '@askdesk/contracts'
import { memo, type MouseEvent, type Ref } from 'react'
import { isModified } from '../../../shared/is-modified.ts'
import { DueTime, PriorityMark, RelativeTime, StatusBadge } from '../TicketBadges.tsx'
import type { Column, ColumnId } from './columns.ts'
import styles from './TicketRow.module.css'
import { ForeignText } from '../../../shared/text/ForeignText.tsx'

export type TicketRowProps = {
  ticket: TicketSummary
  columns: Column[]
  compact: boolean
  /** The row's place in the whole list, counted from 0. */
  index: number
  /** Whether this ticket is the one in the panel. */
  open: boolean
  /** Whether the keyboard stands on this row: its link is the list's one tab stop. */
  selected: boolean
  href: string
  onOpen: (id: number) => void
  onSelect: (index: number) => void
  rowRef: Ref<HTMLTableRowElement>
}

/** One ticket in the list. The whole row opens it; its link is what keyboards and readers use. */
export const TicketRow = memo(function TicketRow(props: TicketRowProps) {
  const { ticket, columns, compact, index, open, selected, href, onOpen, onSelect, rowRef } = props
  const openOnClick = (event: MouseEvent<HTMLElement>) => {
    if (isModified(event)) return
    event.preventDefault()
    onSelect(index)
    onOpen(ticket.id)
  }
  const link = (
    <a
      className={styles['link']}
      dir="auto"
      lang={ticket.language}
      href={href}
      tabIndex={selected ? 0 : -1}
      aria-current={open ? 'true' : undefined}
      data-ticket-link={ticket.id}
      onFocus={() => onSelect(index)}
      onClick={(event) => {
        event.stopPropagation()
        openOnClick(event)
      }}
    >
      <ForeignText text={ticket.subject} />
    </a>
  )
  return (
    // The link inside is the control; the click on the row around it is only a larger target.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <tr
      ref={rowRef}
      className={styles['row']}
      data-index={index}
      data-open={open || undefined}
      data-selected={selected || undefined}
      data-compact={compact || undefined}
      aria-rowindex={index + 2}
      onClick={openOnClick}
    >
      {columns.map((column) => (
        <td key={column.id} className={styles['cell']} data-column={column.id}>
          {compact ? compactCell(column.id, ticket, link) : fullCell(column.id, ticket, link)}
        </td>
      ))}
    </tr>
  )
})

function fullCell(column: ColumnId, ticket: TicketSummary, link: React.ReactNode): React.ReactNode {
  switch (column) {
    case 'id':
      return <span className={styles['id']}>#{ticket.id}</span>
    case 'ticket':
      return (
        <>
          <div className={styles['subject']}>{link}</div>
          <div className={styles['detail']}>
            <span className={styles['requester']}>
              <ForeignText text={ticket.requester.name} />
            </span>
            <span className={styles['language']} title={`Language: ${ticket.language}`}>
              {ticket.language}
            </span>
          </div>
        </>
      )
    case 'status':
      return <StatusBadge status={ticket.status} />
    case 'priority':
      return <PriorityMark priority={ticket.priority} />
    case 'assignee':
      return ticket.assignee ? (
        <ForeignText text={ticket.assignee} />
      ) : (
        <span className={styles['nobody']}>Unassigned</span>
      )
    case 'tags':
      return <Tags tags={ticket.tags} />
    case 'updated':
      return <RelativeTime iso={ticket.updatedAt} />
    case 'due':
      return <DueTime ticket={ticket} />
  }
}

function compactCell(
  column: ColumnId,
  ticket: TicketSummary,
  link: React.ReactNode,
): React.ReactNode {
  if (column === 'ticket') {
    return (
      <>
        <div className={styles['subject']}>{link}</div>
        <div className={styles['detail']}>
          <span className={styles['id']}>#{ticket.id}</span>
          <span className={styles['requester']}>
            <ForeignText text={ticket.requester.name} />
          </span>
          <PriorityMark
            priority={ticket.priority}
            brief={ticket.priority === 'normal' || ticket.priority === 'low'}
          />
        </div>
      </>
    )
  }
  return (
    <div className={styles['state']}>
      <StatusBadge status={ticket.status} />
      {ticket.dueAt === null || ticket.status === 'solved' || ticket.status === 'closed' ? (
        <RelativeTime iso={ticket.updatedAt} />
      ) : (
        <DueTime ticket={ticket} />
      )}
    </div>
  )
}

function Tags({ tags }: { tags: string[] }) {
  const shown = tags.slice(0, 2)
  const rest = tags.length - shown.length
  return (
    <span className={styles['tags']} title={tags.join(', ')}>
      {shown.map((tag) => (
        <span key={tag} className={styles['tag']}>
          {tag}
        </span>
      ))}
      {rest > 0 && <span className={styles['more']}>+{rest}</span>}
    </span>
  )
}
