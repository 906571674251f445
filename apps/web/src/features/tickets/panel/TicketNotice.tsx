import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './TicketNotice.module.css'

/** A strip above the thread that says what happened to the ticket meanwhile. */
export function TicketNotice(props: {
  title: string
  details: string[]
  tone: 'info' | 'warning'
  children: ReactNode
}) {
  return (
    <output className={styles['notice']} data-tone={props.tone}>
      <div className={styles['text']}>
        <strong>{props.title}</strong>
        <ul className={styles['details']}>
          {props.details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      </div>
      <div className={styles['actions']}>{props.children}</div>
    </output>
  )
}

/** A button for a notice. */
export function NoticeButton(props: { onClick: () => void; children: ReactNode }) {
  return <Button size="compact-sm" variant="default" {...props} />
}
