import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { SessionGate } from '../features/session/SessionGate.tsx'
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx'
import { Logo } from './chrome/Logo.tsx'
import { PageFailure } from './chrome/PageFailure.tsx'
import { styleNonce } from './nonce.ts'
import { Page } from './Page.tsx'
import { createQueryClient } from './query-client.ts'
import { theme } from './theme.ts'

// Nothing to show before something was done: it loads behind the first paint.
const NotificationCenter = lazy(() =>
  import('../shared/notices/notification-center.tsx').then((module) => ({
    default: module.NotificationCenter,
  })),
)

// The same key as in public/color-scheme.js, which runs before the first paint.
const colorSchemeManager = localStorageColorSchemeManager({ key: 'askdesk.color-scheme' })

/** The page with everything it stands on. */
export function App() {
  const [queryClient] = useState(createQueryClient)
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      getStyleNonce={styleNonce}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary fallback={<PageFailure />}>
          <SessionGate logo={<Logo />}>
            <Page />
          </SessionGate>
        </ErrorBoundary>
        <Suspense>
          <NotificationCenter />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  )
}
