import type { TicketSummary } from '@askdesk/contracts'
import { ActionIcon } from '@mantine/core'
import { IconArrowLeft, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import type { Ref } from 'react'
import { isModified } from '../../../shared/is-modified.ts'
import { RelativeTime } from '../TicketBadges.tsx'
import styles from './TicketHead.module.css'
import { mailAddress } from '../../../shared/links/mail-address.ts'
import { ForeignText } from '../../../shared/text/ForeignText.tsx'
import { visibleText } from '../../../shared/text/visible-text.ts'

export type TicketHeadProps = {
  id: number
  /** Undefined as long as nothing is known of the ticket. */
  ticket: TicketSummary | undefined
  /** Gets the focus when the ticket is opened. */
  headingRef: Ref<HTMLHeadingElement>
  onClose: () => void
  /** Whether a head that is folded for want of height is shown whole. */
  isOpen: boolean
  onToggle: () => void
  /** The address of the list of everything this customer sent, and the way there. */
  ticketsFrom: { hrefOf: (email: string) => string; open: (email: string) => void }
}

/** The panel's heading: this ticket, its customer, and the way back. */
export function TicketHead(props: TicketHeadProps) {
  const { id, ticket, headingRef, onClose, isOpen, onToggle, ticketsFrom } = props
  return (
    <div className={styles['head']}>
      <ActionIcon
        className={styles['back'] ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Back to the list"
        onClick={onClose}
      >
        <IconArrowLeft size={19} aria-hidden="true" />
      </ActionIcon>
      <div className={styles['words']}>
        <h2
          className={styles['subject']}
          tabIndex={-1}
          ref={headingRef}
          title={ticket && visibleText(ticket.subject)}
        >
          <span className={styles['id']}>#{id}</span>{' '}
          {ticket && <ForeignText text={ticket.subject} />}
        </h2>
        {ticket && (
          <p className={styles['details']}>
            <span className={styles['name']}>
              <ForeignText text={ticket.requester.name} />
            </span>
            <a href={mailAddress(ticket.requester.email)}>
              <ForeignText text={ticket.requester.email} />
            </a>
            <a
              href={ticketsFrom.hrefOf(ticket.requester.email)}
              onClick={(event) => {
                if (isModified(event)) return
                event.preventDefault()
                ticketsFrom.open(ticket.requester.email)
              }}
            >
              All from this customer
            </a>
            <span>
              by <ForeignText text={ticket.channel} />
            </span>
            <span>{languageName(ticket.language)}</span>
            <span>
              opened <RelativeTime iso={ticket.createdAt} />
            </span>
          </p>
        )}
      </div>
      <ActionIcon
        className={styles['more'] ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Details of the ticket"
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        {isOpen ? (
          <IconChevronUp size={18} aria-hidden />
        ) : (
          <IconChevronDown size={18} aria-hidden />
        )}
      </ActionIcon>
      <ActionIcon
        className={styles['close'] ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Close ticket"
        title="Close ticket (Esc)"
        onClick={onClose}
      >
        <IconX size={18} aria-hidden="true" />
      </ActionIcon>
    </div>
  )
}

const languages = new Intl.DisplayNames('en', { type: 'language' })

function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag
  } catch {
    return tag
  }
}
