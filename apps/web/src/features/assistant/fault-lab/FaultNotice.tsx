import { lazy, Suspense } from 'react'
import styles from '../parts/AssistantDrawer.module.css'

const FaultLab = lazy(() =>
  import('./FaultLab.tsx').then((module) => ({ default: module.FaultLab })),
)

export type FaultNoticeProps = {
  readonly isOpen: boolean
  readonly marker: string | null
  readonly onPick: (marker: string | null) => void
  readonly onClose: () => void
}

/** The fault lab, and, once it is closed, what it will do with the next question. */
export function FaultNotice({ isOpen, marker, onPick, onClose }: FaultNoticeProps) {
  if (isOpen) {
    return (
      <Suspense>
        <FaultLab picked={marker} onPick={onPick} onClose={onClose} />
      </Suspense>
    )
  }
  if (marker === null) return null
  return (
    <p className={styles['notice']} data-kind="warning">
      Fault lab: your next question goes out with <code>{marker}</code>.{' '}
      <button type="button" className={styles['noticeButton']} onClick={() => onPick(null)}>
        Leave it out
      </button>
    </p>
  )
}
