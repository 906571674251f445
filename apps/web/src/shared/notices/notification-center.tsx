import '@mantine/core/styles/Paper.layer.css'
import '@mantine/core/styles/Notification.layer.css'
import '@mantine/notifications/styles.layer.css'
import { Button } from '@mantine/core'
import { hideNotification, Notifications, showNotification } from '@mantine/notifications'
import styles from './notification-center.module.css'

/** The place where notifications appear, each a live region: `status` for undo, `alert` for errors. */
export function NotificationCenter() {
  return <Notifications position="bottom-left" limit={3} containerWidth={380} />
}

export function showUndo(message: string, undo: () => void): void {
  const id = showNotification({
    autoClose: 8000,
    role: 'status',
    className: styles['notification'] ?? '',
    message: (
      <span className={styles['undo']}>
        {message}
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            hideNotification(id)
            undo()
          }}
        >
          Undo
        </Button>
      </span>
    ),
  })
}

export function showError(title: string, message: string): void {
  showNotification({
    title,
    message,
    color: 'red',
    autoClose: 12_000,
    className: styles['notification'] ?? '',
  })
}
