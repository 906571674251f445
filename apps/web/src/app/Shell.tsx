import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { everythingFrom } from '../features/tickets/list-query.ts'
import { TicketListPane } from '../features/tickets/list/TicketListPane.tsx'
import type { TicketTableHandle } from '../features/tickets/list/TicketTable.tsx'
import type { ReplyHandle } from '../features/tickets/panel/reply/ReplyComposer.tsx'
import { TicketPanel } from '../features/tickets/panel/TicketPanel.tsx'
import { useTicket } from '../features/tickets/queries.ts'
import { ViewsNav } from '../features/tickets/ViewsNav.tsx'
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx'
import type { InsertReply } from '../shared/insert-reply.ts'
import { undoLast } from '../shared/notices/notify.ts'
import { useStored } from '../shared/use-stored.ts'
import { AssistantPane, usePrefetchWhenIdle, useRepliesGoOn } from './AssistantPane.tsx'
import { Header } from './chrome/Header.tsx'
import { PageFailure } from './chrome/PageFailure.tsx'
import { OfflineBanner } from './chrome/OfflineBanner.tsx'
import { pageHref, parsePageState } from './address/page-state.ts'
import { createReplyAhead } from './reply-ahead.ts'
import styles from './Shell.module.css'
import type { Command } from './keys/shortcuts.ts'
import { useDocumentTitle } from './address/use-document-title.ts'
import { usePageState } from './address/use-page-state.ts'
import { useShortcuts } from './keys/use-shortcuts.ts'

const ShortcutSheet = lazy(() =>
  import('./keys/ShortcutSheet.tsx').then((module) => ({ default: module.ShortcutSheet })),
)

/** The page: header, views, list, ticket and assistant, and how they meet. */
export function Shell() {
  const { state, navigate } = usePageState()
  const { data: ticket = null, isError } = useTicket(state.ticket)
  const docked = useMediaQuery('(min-width: 62.5rem)', true, { getInitialValueInEffect: false })
  const list = useRef<TicketTableHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  const ask = useRef<HTMLButtonElement>(null)
  const reply = useRef<ReplyHandle>(null)
  const [ahead] = useState(createReplyAhead)
  const [sheetOpen, setSheetOpen] = useState(false)
  const askedFrom = useRef<HTMLElement>(null)
  const [asked, setAsked] = useState(0)
  const [singleKeys, setSingleKeys] = useStored('askdesk.single-keys', z.boolean(), true)
  useDocumentTitle(state, ticket)
  usePrefetchWhenIdle()
  useRepliesGoOn()

  const openTicket = useCallback(
    (id: number) => navigate((now) => ({ ...now, ticket: id })),
    [navigate],
  )
  const closeTicket = () => {
    const id = state.ticket
    if (id === null) return
    navigate((now) => ({ ...now, ticket: null }))
    list.current?.focusTicket(id)
  }
  const openAssistant = () => {
    const focused = document.activeElement
    askedFrom.current = focused instanceof HTMLElement ? focused : null
    setAsked((times) => times + 1)
    navigate((now) => ({ ...now, assistant: true }))
  }
  const closeAssistant = () => {
    navigate((now) => ({ ...now, assistant: false }))
    const from = askedFrom.current
    const isThere = from !== null && from !== document.body && from.isConnected
    if (isThere) from.focus()
    else ask.current?.focus()
  }
  const insertReply: InsertReply = (text, origin) => {
    // A dialog over the ticket would keep the focus from the reply that the text goes into.
    if (!docked) navigate((now) => ({ ...now, assistant: false }))
    requestAnimationFrame(() => reply.current?.insert(text, origin))
  }
  const onSearch = useCallback(
    (q: string) =>
      navigate((now) => ({ ...now, list: { ...now.list, q } }), {
        // One step of history for a search, not one for each letter.
        replace: new URLSearchParams(location.search).has('q') && q !== '',
      }),
    [navigate],
  )
  const run = (command: Command) => {
    switch (command) {
      case 'next-ticket':
        return list.current?.move(1)
      case 'previous-ticket':
        return list.current?.move(-1)
      case 'close-ticket':
        return closeTicket()
      case 'search':
        return search.current?.focus()
      case 'reply':
        return reply.current?.focus()
      case 'ask-ai':
        return openAssistant()
      case 'undo':
        return undoLast()
      case 'show-shortcuts':
        return setSheetOpen(true)
    }
  }
  const loadingId = ticket === null && !isError ? state.ticket : null
  useShortcuts(
    singleKeys,
    run,
    (key, shortcut) => loadingId !== null && ahead.take(loadingId, key, shortcut),
  )
  const loadedId = ticket?.id ?? null
  useEffect(() => {
    const typed = loadedId === null ? null : ahead.collect(loadedId)
    if (typed !== null) reply.current?.focus(typed)
  }, [ahead, loadedId])

  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#tickets">
        Skip to the tickets
      </a>
      <Header
        onHome={() => navigate((now) => ({ ...parsePageState(''), assistant: now.assistant }))}
        search={state.list.q}
        onSearch={onSearch}
        onLeaveSearch={() => list.current?.move(0)}
        searchRef={search}
        assistantOpen={state.assistant}
        onAssistant={state.assistant ? closeAssistant : openAssistant}
        askRef={ask}
        onShortcuts={() => setSheetOpen(true)}
      />
      <OfflineBanner />
      <div
        className={styles['body']}
        data-ticket={state.ticket !== null || undefined}
        data-assistant={(state.assistant && docked) || undefined}
      >
        <div className={styles['views']}>
          <ViewsNav
            current={state.list.view}
            hrefOf={(view) => pageHref({ ...state, list: { ...state.list, view } })}
            onOpen={(view) => navigate((now) => ({ ...now, list: { ...now.list, view } }))}
          />
        </div>
        <main className={styles['main']} id="tickets" tabIndex={-1}>
          <div className={styles['list']}>
            <TicketListPane
              query={state.list}
              openId={state.ticket}
              hrefOfTicket={(id) => pageHref({ ...state, ticket: id })}
              onOpen={openTicket}
              onChange={(query) => navigate((now) => ({ ...now, list: query }))}
              handle={list}
            />
          </div>
          {state.ticket !== null && (
            <div className={styles['ticket']}>
              <ErrorBoundary key={state.ticket} fallback={<PageFailure />}>
                <TicketPanel
                  id={state.ticket}
                  onClose={closeTicket}
                  ticketsFrom={{
                    hrefOf: (email) => pageHref({ ...state, list: everythingFrom(email) }),
                    open: (email) => navigate((now) => ({ ...now, list: everythingFrom(email) })),
                  }}
                  replyHandle={reply}
                />
              </ErrorBoundary>
            </div>
          )}
        </main>
        {state.assistant && (
          <AssistantPane
            ticketId={state.ticket}
            ticket={ticket}
            docked={docked}
            asked={asked}
            singleKeys={singleKeys}
            onClose={closeAssistant}
            onInsertReply={ticket === null ? undefined : insertReply}
            onOpenTicket={openTicket}
          />
        )}
      </div>
      {sheetOpen && (
        <Suspense>
          <ShortcutSheet
            singleKeys={singleKeys}
            onSingleKeys={setSingleKeys}
            onClose={() => setSheetOpen(false)}
          />
        </Suspense>
      )}
    </div>
  )
}
