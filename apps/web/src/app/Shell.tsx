import { useRef } from 'react'
import type { TicketTableHandle } from '../features/tickets/list/TicketTable.tsx'
import { TicketListPane } from '../features/tickets/list/TicketListPane.tsx'
import { SearchBox } from '../features/tickets/SearchBox.tsx'
import { ViewsNav } from '../features/tickets/ViewsNav.tsx'
import { ColorSchemeButton } from './ColorSchemeButton.tsx'
import { pageHref } from './page-state.ts'
import styles from './Shell.module.css'
import { usePageState } from './use-page-state.ts'

export function Shell() {
  const { state, navigate } = usePageState()
  const list = useRef<TicketTableHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  return (
    <div className={styles['shell']}>
      <header className={styles['header']}>
        Askdesk
        <SearchBox
          inputRef={search}
          value={state.list.q}
          onChange={(q) => navigate((now) => ({ ...now, list: { ...now.list, q } }))}
        />
        <ColorSchemeButton />
      </header>
      <main className={styles['body']}>
        <ViewsNav
          current={state.list.view}
          hrefOf={(view) => pageHref({ ...state, list: { ...state.list, view } })}
          onOpen={(view) => navigate((now) => ({ ...now, list: { ...now.list, view } }))}
        />
        <TicketListPane
          query={state.list}
          openId={state.ticket}
          hrefOfTicket={(ticket) => pageHref({ ...state, ticket })}
          onOpen={(ticket) => navigate((now) => ({ ...now, ticket }))}
          onChange={(query) => navigate((now) => ({ ...now, list: query }))}
          handle={list}
        />
      </main>
    </div>
  )
}
