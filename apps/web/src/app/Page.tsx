import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Logo } from './chrome/Logo.tsx'
import styles from './Page.module.css'
import { Shell } from './Shell.tsx'

// Pages that most people seldom open.
const UsagePage = lazy(() =>
  import('../features/usage/UsagePage.tsx').then((module) => ({ default: module.UsagePage })),
)

const AgentsPage = lazy(() =>
  import('../features/agents/AgentsPage.tsx').then((module) => ({ default: module.AgentsPage })),
)

/** The desk, or the page that the address names. Between them the browser follows plain links. */
export function Page() {
  const { pathname } = location
  if (pathname !== '/usage' && pathname !== '/agents') return <Shell />
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <a className={styles['home']} href="/" aria-label="Askdesk, open tickets">
          <Logo />
          <span>Askdesk</span>
        </a>
        <a className={styles['back']} href="/">
          Back to the tickets
        </a>
      </header>
      <Suspense fallback={<Skeleton height={320} />}>
        {pathname === '/usage' ? <UsagePage /> : <AgentsPage />}
      </Suspense>
    </div>
  )
}
