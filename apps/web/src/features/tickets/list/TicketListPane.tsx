import { useElementSize } from '@mantine/hooks'
import { type Ref, useCallback, useMemo, useState } from 'react'
import { viewLabels } from '../labels.ts'
import { isFiltered, type ListQuery, listQueryParams } from '../list-query.ts'
import { useFacets, useTicketList } from '../queries.ts'
import { columnsForWidth } from './columns.ts'
import { ListFooter } from './ListFooter.tsx'
import { ListState } from './ListState.tsx'
import { TicketFilters } from './TicketFilters.tsx'
import styles from './TicketListPane.module.css'
import { TicketTable, type TicketTableHandle } from './TicketTable.tsx'
import { useScrollMemory } from './use-scroll-memory.ts'

export type TicketListPaneProps = {
  query: ListQuery
  openId: number | null
  hrefOfTicket: (id: number) => string
  onOpen: (id: number) => void
  onChange: (query: ListQuery) => void
  handle: Ref<TicketTableHandle>
}

/** The list with its filters, in every state it can be in. */
export function TicketListPane(props: TicketListPaneProps) {
  const { query, onChange } = props
  const facets = useFacets()
  const list = useTicketList(query)
  const [viewport, setViewport] = useState<HTMLDivElement | null>(null)
  const { ref: measured, width } = useElementSize<HTMLDivElement>()
  const pages = list.data?.pages
  const tickets = useMemo(() => pages?.flatMap((page) => page.tickets) ?? null, [pages])
  const total = pages?.at(-1)?.total ?? 0

  const { fetchNextPage, hasNextPage, isFetching, isFetchNextPageError } = list
  const canLoadMore = hasNextPage && !isFetching
  const loadMore = useCallback(() => {
    if (canLoadMore && !isFetchNextPageError) void fetchNextPage()
  }, [canLoadMore, isFetchNextPageError, fetchNextPage])
  useScrollMemory({
    list: `${query.view}?${listQueryParams(query)}`,
    viewport,
    loadedPages: list.isPlaceholderData ? 0 : (pages?.length ?? 0),
    canLoadMore: hasNextPage,
    loadMore,
  })

  const { compact } = columnsForWidth(width || 1200)
  const stale = list.isPlaceholderData
  // Rows of another list are no answer to this one when nothing can be fetched.
  const waitsOffline = list.isPaused && (list.isPending || stale)
  const showsTable = !waitsOffline && (tickets === null ? list.isPending : tickets.length > 0)
  return (
    <div className={styles['pane']} ref={measured}>
      <div className={styles['bar']} data-compact={compact || undefined}>
        <div className={styles['heading']}>
          <h1 className={styles['title']}>{viewLabels[query.view]}</h1>
          <output className={styles['count']}>
            {tickets !== null && !stale && countText(total, isFiltered(query))}
          </output>
        </div>
        <TicketFilters query={query} facets={facets.data} compact={compact} onChange={onChange} />
      </div>
      <div
        className={styles['viewport']}
        ref={setViewport}
        data-stale={(stale && showsTable) || undefined}
      >
        {showsTable ? (
          <TicketTable
            tickets={tickets}
            total={total}
            sort={query.sort}
            openId={props.openId}
            width={width || 1200}
            viewport={viewport}
            hrefOf={props.hrefOfTicket}
            onOpen={props.onOpen}
            onSort={(sort) => onChange({ ...query, sort })}
            onNearEnd={loadMore}
            handle={props.handle}
          />
        ) : (
          <ListState list={list} query={query} onChange={onChange} />
        )}
        {showsTable && tickets !== null && (
          <ListFooter list={list} shown={tickets.length} total={total} />
        )}
      </div>
    </div>
  )
}

function countText(total: number, filtered: boolean): string {
  const number = total.toLocaleString('en')
  if (filtered) return total === 1 ? '1 match' : `${number} matches`
  return total === 1 ? '1 ticket' : `${number} tickets`
}
