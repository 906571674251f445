import type { Ticket } from '@askdesk/contracts'
import { type Ref, useState } from 'react'
import { useFacets } from '../queries.ts'
import { describeChanges, describeEdit } from '../ticket-edit.ts'
import { useUpdateTicket } from '../use-update-ticket.ts'
import { ReplyComposer, type ReplyHandle } from './reply/ReplyComposer.tsx'
import { Thread } from './thread/Thread.tsx'
import { TicketFields } from './fields/TicketFields.tsx'
import { NoticeButton, TicketNotice } from './TicketNotice.tsx'
import styles from './TicketPanel.module.css'

/** The loaded ticket: its fields, what others did to it meanwhile, its thread and the reply. */
export function OpenTicket(props: { ticket: Ticket; replyHandle: Ref<ReplyHandle> }) {
  const { ticket } = props
  const facets = useFacets()
  /** The state that the person has seen; what differs from it came from someone else. */
  const [seen, setSeen] = useState(ticket)
  const { update, conflict, forgetConflict, isPending } = useUpdateTicket(ticket.id, setSeen)
  const isNewer = ticket.version > seen.version && !isPending
  const changes = isNewer ? describeChanges(seen, ticket) : []
  const markSeen = () => setSeen(ticket)
  return (
    <>
      <div className={styles['fields']}>
        <TicketFields
          ticket={ticket}
          facets={facets.data}
          onEdit={(edit) => update(edit, ticket)}
        />
      </div>
      {conflict !== null && (
        <TicketNotice
          tone="warning"
          title={`Your change was not made (${describeEdit(conflict.edit)}): someone else changed the ticket.`}
          details={describeChanges(conflict.before, conflict.now)}
        >
          <NoticeButton
            onClick={() => {
              markSeen()
              update(conflict.edit, ticket)
            }}
          >
            Apply again
          </NoticeButton>
          <NoticeButton
            onClick={() => {
              markSeen()
              forgetConflict()
            }}
          >
            Leave as it is
          </NoticeButton>
        </TicketNotice>
      )}
      {conflict === null && changes.length > 0 && (
        <TicketNotice tone="info" title="Changed since you opened it." details={changes}>
          <NoticeButton onClick={markSeen}>Got it</NoticeButton>
        </TicketNotice>
      )}
      <Thread messages={ticket.messages} />
      <ReplyComposer ticket={ticket} onSent={setSeen} handle={props.replyHandle} />
    </>
  )
}
