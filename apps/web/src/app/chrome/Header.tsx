import { ActionIcon, Button } from '@mantine/core'
import { IconKeyboard, IconSparkles } from '@tabler/icons-react'
import { lazy, Suspense, type Ref } from 'react'
import { useSession } from '../../features/session/use-session.ts'
import { SearchBox } from '../../features/tickets/SearchBox.tsx'
import { isModified } from '../../shared/is-modified.ts'
import { prefetchAssistant } from '../AssistantPane.tsx'
import { AgentSwitch } from './AgentSwitch.tsx'
import { ColorSchemeButton } from './ColorSchemeButton.tsx'
import styles from './Header.module.css'
import { Logo } from './Logo.tsx'

// Only where somebody is signed in.
const UserMenu = lazy(() =>
  import('../../features/session/UserMenu.tsx').then((module) => ({ default: module.UserMenu })),
)

export type HeaderProps = {
  onHome: () => void
  search: string
  onSearch: (search: string) => void
  onLeaveSearch: () => void
  searchRef: Ref<HTMLInputElement>
  assistantOpen: boolean
  onAssistant: () => void
  askRef: Ref<HTMLButtonElement>
  onShortcuts: () => void
}

/** The banner landmark: the search, the assistant and the looks, in reach from everywhere. */
export function Header(props: HeaderProps) {
  const { onHome, search, onSearch, onLeaveSearch, searchRef } = props
  const { assistantOpen, onAssistant, askRef, onShortcuts } = props
  const { session } = useSession()
  const isSignedIn = session?.required === true && session.signedIn
  return (
    <header className={styles['header']}>
      <a
        className={styles['home']}
        href="/"
        aria-label="Askdesk, open tickets"
        onClick={(event) => {
          if (isModified(event)) return
          event.preventDefault()
          onHome()
        }}
      >
        <Logo />
        <span className={styles['name']}>Askdesk</span>
      </a>
      <div className={styles['search']}>
        <SearchBox
          value={search}
          onChange={onSearch}
          onLeave={onLeaveSearch}
          inputRef={searchRef}
        />
      </div>
      <div className={styles['actions']}>
        <ActionIcon
          className={styles['keys'] ?? ''}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={onShortcuts}
        >
          <IconKeyboard size={19} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
        <ColorSchemeButton />
        {session?.required === false && (
          <span className={styles['agent']}>
            <AgentSwitch />
          </span>
        )}
        {isSignedIn && (
          <Suspense>
            <UserMenu />
          </Suspense>
        )}
        <Button
          ref={askRef}
          className={styles['ask'] ?? ''}
          size="sm"
          variant={assistantOpen ? 'light' : 'filled'}
          leftSection={<IconSparkles size={16} stroke={1.9} aria-hidden="true" />}
          aria-expanded={assistantOpen}
          title="Ask AI (A)"
          onClick={onAssistant}
          onPointerEnter={prefetchAssistant}
          onFocus={prefetchAssistant}
        >
          Ask AI
        </Button>
      </div>
    </header>
  )
}
