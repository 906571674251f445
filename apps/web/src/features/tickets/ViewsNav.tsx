import { type TicketView, ticketViews } from '@askdesk/contracts'
import {
  IconChartBar,
  IconCircleCheck,
  IconClockExclamation,
  IconHourglassEmpty,
  IconInbox,
  IconStack2,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import { isModified } from '../../shared/is-modified.ts'
import { viewLabels } from './labels.ts'
import { useCounts } from './queries.ts'
import styles from './ViewsNav.module.css'

const icons: Record<TicketView, typeof IconInbox> = {
  open: IconInbox,
  mine: IconUser,
  unassigned: IconUserQuestion,
  overdue: IconClockExclamation,
  pending: IconHourglassEmpty,
  solved: IconCircleCheck,
  all: IconStack2,
}

export type ViewsNavProps = {
  current: TicketView
  hrefOf: (view: TicketView) => string
  onOpen: (view: TicketView) => void
}

/** The built-in views with their counts: a column, a narrow rail or a row of tabs as the room allows. */
export function ViewsNav({ current, hrefOf, onOpen }: ViewsNavProps) {
  const counts = useCounts()
  const follow = (event: MouseEvent, view: TicketView) => {
    if (isModified(event)) return
    event.preventDefault()
    onOpen(view)
  }
  return (
    <nav className={styles['nav']} aria-label="Views">
      <ul className={styles['list']}>
        {ticketViews.map((view) => {
          const Icon = icons[view]
          const count = counts.data?.[view]
          return (
            <li key={view}>
              <a
                className={styles['link']}
                href={hrefOf(view)}
                title={viewLabels[view]}
                aria-current={view === current ? 'page' : undefined}
                data-alarm={(view === 'overdue' && (count ?? 0) > 0) || undefined}
                onClick={(event) => follow(event, view)}
              >
                <Icon size={18} stroke={1.7} aria-hidden="true" className={styles['icon']} />
                <span className={styles['label']}>{viewLabels[view]}</span>{' '}
                <span className={styles['count']}>{count?.toLocaleString('en')}</span>
              </a>
            </li>
          )
        })}
        <li className={styles['apart']}>
          <a className={styles['link']} href="/usage" title="Usage">
            <IconChartBar size={18} stroke={1.7} aria-hidden="true" className={styles['icon']} />
            <span className={styles['label']}>Usage</span>
          </a>
        </li>
      </ul>
    </nav>
  )
}
