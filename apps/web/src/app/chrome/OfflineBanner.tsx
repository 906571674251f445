import { useSyncExternalStore } from 'react'
import styles from './OfflineBanner.module.css'

/** Says that the browser has no connection, and what that means for what is on show. */
export function OfflineBanner() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  return (
    <output>
      {!online && (
        <span className={styles['banner']}>
          You are offline. What you see may be old; what you write is kept until you can post it.
        </span>
      )}
    </output>
  )
}

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}
