import { createContext, useContext } from 'react'
import styles from './Markdown.module.css'

/** Opens a ticket that a text mentions. Without it a mention stays text. */
export const TicketLinkContext = createContext<((id: number) => void) | undefined>(undefined)

const mention = /(?<![\w&/#])#(\d{1,9})(?!\w)/g

/** Turns `#1042` into a link. */
export function TextWithTickets({ text }: { text: string }) {
  const open = useContext(TicketLinkContext)
  if (!open || !text.includes('#')) return text
  const parts = text.split(mention)
  // Splitting by a pattern with one group puts every second part inside of it.
  return parts.map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <TicketLink key={index} id={Number(part)} onOpen={open} />
    ),
  )
}

function TicketLink({ id, onOpen }: { id: number; onOpen: (id: number) => void }) {
  return (
    <a
      href={`/?ticket=${id}`}
      className={styles['ticketLink']}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        onOpen(id)
      }}
    >
      #{id}
    </a>
  )
}
