import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconTicketOff } from '@tabler/icons-react'
import { type Ref, useEffect, useRef, useState } from 'react'
import { errorMessage, HttpError } from '../../../shared/http/errors.ts'
import { ListMessage } from '../list/ListMessage.tsx'
import { useKnownSummary, useTicket } from '../queries.ts'
import { OpenTicket } from './OpenTicket.tsx'
import type { ReplyHandle } from './reply/ReplyComposer.tsx'
import { TicketHead, type TicketHeadProps } from './TicketHead.tsx'
import styles from './TicketPanel.module.css'

export type TicketPanelProps = {
  id: number
  onClose: () => void
  ticketsFrom: TicketHeadProps['ticketsFrom']
  replyHandle: Ref<ReplyHandle>
}

/** The open ticket, in every state it can be in. A `key` for each ticket keeps their states apart. */
export function TicketPanel({ id, onClose, ticketsFrom, replyHandle }: TicketPanelProps) {
  const query = useTicket(id)
  const summary = useKnownSummary(id)
  const heading = useRef<HTMLHeadingElement>(null)
  const [headOpen, setHeadOpen] = useState(false)
  // Opening moves the focus here, so that keys and readers go on from it.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <section
      className={styles['panel']}
      aria-label={`Ticket #${id}`}
      data-head={headOpen ? 'open' : 'closed'}
    >
      <div className={styles['head']}>
        <TicketHead
          id={id}
          ticket={query.data ?? summary}
          headingRef={heading}
          onClose={onClose}
          isOpen={headOpen}
          onToggle={() => setHeadOpen((was) => !was)}
          ticketsFrom={ticketsFrom}
        />
      </div>
      {query.data ? (
        <OpenTicket ticket={query.data} replyHandle={replyHandle} />
      ) : (
        <TicketState query={query} id={id} onClose={onClose} />
      )}
    </section>
  )
}

function TicketState(props: {
  query: ReturnType<typeof useTicket>
  id: number
  onClose: () => void
}) {
  const { query, id } = props
  if (query.isError && query.error instanceof HttpError && query.error.status === 404) {
    return (
      <ListMessage
        icon={<IconTicketOff size={22} />}
        title={`There is no ticket #${id}`}
        action={
          <Button variant="default" onClick={props.onClose}>
            Back to the list
          </Button>
        }
      >
        It may have been deleted, or the number in the address is wrong.
      </ListMessage>
    )
  }
  if (query.isError) {
    return (
      <ListMessage
        icon={<IconAlertTriangle size={22} />}
        tone="failure"
        title="The ticket could not be loaded"
        action={<Button onClick={() => void query.refetch()}>Reload ticket</Button>}
      >
        {errorMessage(query.error)}
      </ListMessage>
    )
  }
  if (query.isPaused) {
    return (
      <ListMessage icon={<IconCloudOff size={22} />} title="You are offline">
        The ticket is loaded as soon as the connection is back.
      </ListMessage>
    )
  }
  return (
    <div className={styles['loading']} aria-busy="true">
      <output className="visually-hidden">Loading ticket #{id}</output>
      <Skeleton height={32} width="70%" />
      <Skeleton height={110} />
      <Skeleton height={84} width="88%" />
      <Skeleton height={110} />
    </div>
  )
}
