import type { ReactNode } from 'react'
import styles from './ListMessage.module.css'

export type ListMessageProps = {
  icon: ReactNode
  title: string
  children?: ReactNode
  /** Offers the next step. */
  action?: ReactNode
  /** A failure is announced at once, everything else when there is time. */
  tone?: 'quiet' | 'failure' | undefined
}

/** Empty state, in place of rows: nothing there, no match, offline, or a failure. */
export function ListMessage({ icon, title, children, action, tone = 'quiet' }: ListMessageProps) {
  return (
    <div
      className={styles['message']}
      role={tone === 'failure' ? 'alert' : 'status'}
      data-tone={tone}
    >
      <span className={styles['icon']} aria-hidden="true">
        {icon}
      </span>
      <h2 className={styles['title']}>{title}</h2>
      {children !== undefined && <p className={styles['text']}>{children}</p>}
      {action}
    </div>
  )
}
