import type { TicketSort, TicketSummary } from '@askdesk/contracts'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react'
import { ariaSort, columnsForWidth, nextSort } from './columns.ts'
import { SkeletonRows } from './SkeletonRows.tsx'
import { TicketRow } from './TicketRow.tsx'
import styles from './TicketTable.module.css'

/** Imperative handle: moves of the list that keyboard shortcuts make from outside. */
export type TicketTableHandle = {
  /** Moves the selection by so many rows and puts the focus on it. */
  move: (by: number) => void
  /** Puts the focus on a ticket's row. */
  focusTicket: (id: number) => void
}

export type TicketTableProps = {
  /** The loaded rows; null while the first page is on its way. */
  tickets: TicketSummary[] | null
  /** How many match altogether, loaded or not. */
  total: number
  sort: TicketSort
  openId: number | null
  width: number
  /** The element that scrolls; null until it is in the document. */
  viewport: HTMLElement | null
  hrefOf: (id: number) => string
  onOpen: (id: number) => void
  onSort: (sort: TicketSort) => void
  /** Called when the last loaded rows come near. */
  onNearEnd: () => void
  handle: Ref<TicketTableHandle>
}

/** The tickets as a real table of which only the rows near the view are in the document. */
export function TicketTable(props: TicketTableProps) {
  const { tickets, viewport, onNearEnd, width } = props
  const { columns, compact } = useMemo(() => columnsForWidth(width), [width])
  const rows = tickets ?? []
  const [selectedId, setSelectedId] = useState<number | null>(props.openId)
  const wantsFocus = useRef(false)
  const selected = Math.max(
    0,
    rows.findIndex((ticket) => ticket.id === selectedId),
  )

  // oxlint-disable-next-line react/incompatible-library -- no compiler memoises this component
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport,
    estimateSize: () => (compact ? 61 : 53),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollPaddingStart: 40,
    // A page that is not laid out yet, and jsdom, still show the first rows.
    initialRect: { width: 800, height: 800 },
  })
  const items = virtualizer.getVirtualItems()
  const lastVisible = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (lastVisible >= rows.length - 15) onNearEnd()
  }, [lastVisible, rows.length, onNearEnd])
  useEffect(() => virtualizer.measure(), [virtualizer, compact])

  const focusRow = (index: number) => {
    const ticket = rows[index]
    if (ticket === undefined) return
    setSelectedId(ticket.id)
    virtualizer.scrollToIndex(index)
    wantsFocus.current = !focusLink(viewport, ticket.id)
  }
  useImperativeHandle(props.handle, () => ({
    move: (by) => {
      const from = rows.some((ticket) => ticket.id === selectedId) ? selected : -1
      focusRow(Math.min(rows.length - 1, Math.max(0, from + by)))
    },
    focusTicket: (id) => focusRow(rows.findIndex((ticket) => ticket.id === id)),
  }))
  // A row that was scrolled to may be drawn only one pass later; the focus waits for it.
  useEffect(() => {
    if (!wantsFocus.current || selectedId === null) return
    wantsFocus.current = !focusLink(viewport, selectedId)
  })

  // The open ticket's row is in view, also after a reload and when the rows change their form.
  const openIndex = rows.findIndex((ticket) => ticket.id === props.openId)
  useEffect(() => {
    if (openIndex !== -1) virtualizer.scrollToIndex(openIndex)
  }, [virtualizer, openIndex, compact])

  const select = useCallback(
    (index: number) => setSelectedId(tickets?.[index]?.id ?? null),
    [tickets],
  )
  const before = items[0]?.start ?? 0
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)

  return (
    <table
      className={styles['table']}
      aria-label="Tickets"
      aria-rowcount={props.total + 1}
      aria-busy={tickets === null}
      data-compact={compact || undefined}
    >
      <thead className={styles['head']}>
        <tr aria-rowindex={1}>
          {columns.map((column) => {
            const sorted = ariaSort(column, props.sort)
            return (
              <th key={column.id} scope="col" data-column={column.id} aria-sort={sorted}>
                {column.sort && !compact ? (
                  <button
                    type="button"
                    className={styles['sort']}
                    data-sorted={sorted}
                    onClick={() => props.onSort(nextSort(column, props.sort))}
                  >
                    {column.label}
                  </button>
                ) : (
                  column.label
                )}
              </th>
            )
          })}
        </tr>
      </thead>
      {tickets === null ? (
        <SkeletonRows columns={columns} />
      ) : (
        <tbody>
          <Spacer height={before} columns={columns.length} />
          {items.map((item) => {
            const ticket = rows[item.index]
            return (
              ticket && (
                <TicketRow
                  key={item.key}
                  rowRef={virtualizer.measureElement}
                  ticket={ticket}
                  columns={columns}
                  compact={compact}
                  index={item.index}
                  open={ticket.id === props.openId}
                  selected={item.index === selected}
                  href={props.hrefOf(ticket.id)}
                  onOpen={props.onOpen}
                  onSelect={select}
                />
              )
            )
          })}
          <Spacer height={after} columns={columns.length} />
        </tbody>
      )}
    </table>
  )
}

/** Whether the row is in the document; then it has the focus now. */
function focusLink(viewport: HTMLElement | null, id: number): boolean {
  const link = viewport?.querySelector<HTMLElement>(`[data-ticket-link="${id}"]`)
  link?.focus({ preventScroll: true })
  return Boolean(link)
}

/** Stands for the rows that are not in the document. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  const fill = useCallback(
    (cell: HTMLTableCellElement | null) => cell?.style.setProperty('height', `${height}px`),
    [height],
  )
  if (height <= 0) return null
  return (
    <tr aria-hidden="true">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- an empty cell, no control */}
      <td ref={fill} className={styles['spacer']} colSpan={columns} />
    </tr>
  )
}
