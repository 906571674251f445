import type { Ticket, TicketSummary } from '@askdesk/contracts'
import {
  type InfiniteData,
  type QueryClient,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { useState } from 'react'
import { notifyError, notifyUndo } from '../../shared/notices/notify.ts'
import { createOwnVersions, type OwnVersions } from './own-versions.ts'
import { isShortList, ticketKeys } from './queries.ts'
import { describeEdit, inverseEdit, type TicketEdit, withEdit } from './ticket-edit.ts'
import { conflictTicket, patchTicket } from './tickets-api.ts'

const versionsByClient = new WeakMap<QueryClient, OwnVersions>()

/** The memory of our own changes; it lives and dies with the cache whose tickets it speaks of. */
export function ownVersionsOf(client: QueryClient): OwnVersions {
  const versions = versionsByClient.get(client) ?? createOwnVersions()
  versionsByClient.set(client, versions)
  return versions
}

/** An edit that was refused because someone else had changed the ticket; nothing of it is lost. */
export type EditConflict = { edit: TicketEdit; before: Ticket; now: Ticket }

type Change = { edit: TicketEdit; before: Ticket; isUndo?: boolean }

export type TicketUpdate = {
  /** Shows the edit at once, sends it, and offers to undo it. */
  update: (edit: TicketEdit, before: Ticket) => void
  conflict: EditConflict | null
  forgetConflict: () => void
  isPending: boolean
}

/**
 * Optimistic update of a ticket's fields, rolled back when refused. `onOwnChange` gets the ticket as
 * the server has it then.
 */
export function useUpdateTicket(id: number, onOwnChange: (ticket: Ticket) => void): TicketUpdate {
  const client = useQueryClient()
  const ownVersions = ownVersionsOf(client)
  const [conflict, setConflict] = useState<EditConflict | null>(null)
  const mutation = useMutation({
    mutationKey: editKey(id),
    // One after the other for each ticket, so that each knows the version the one before made.
    scope: { id: `ticket-${id}` },
    mutationFn: ({ edit, before }: Change) =>
      patchTicket(id, { ...edit, version: ownVersions.latest(id, before.version) }),
    onMutate: async ({ edit }) => {
      setConflict(null)
      await client.cancelQueries({ queryKey: ticketKeys.one(id) })
      editCached(client, id, (row) => withEdit(row, edit))
    },
    onSuccess: (ticket, { edit, before, isUndo }) => {
      ownVersions.record(id, ownVersions.latest(id, before.version), ticket.version)
      storeTicket(client, ticket)
      for (const waiting of waitingEdits(client, id)) {
        if (waiting !== edit) editCached(client, id, (row) => withEdit(row, waiting))
      }
      onOwnChange(ticket)
      if (isUndo) return
      notifyUndo(`#${id}: ${describeEdit(edit)}`, () =>
        mutation.mutate({ edit: inverseEdit(edit, before), before: ticket, isUndo: true }),
      )
    },
    onError: (error, { edit, before }) => {
      const now = conflictTicket(error)
      if (now) {
        ownVersions.forget(id)
        storeTicket(client, now)
        setConflict({ edit, before, now })
        return
      }
      editCached(client, id, (row) => withEdit(row, inverseEdit(edit, before)))
      notifyError(`#${id} was not changed`, error)
    },
  })
  return {
    update: (edit, before) => mutation.mutate({ edit, before }),
    conflict,
    forgetConflict: () => setConflict(null),
    isPending: mutation.isPending,
  }
}

const editKey = (id: number) => ['ticket-edit', id]

/** Edits that are on show and not yet made: an answer to an earlier one does not know of them. */
function waitingEdits(client: QueryClient, id: number): TicketEdit[] {
  const waiting = client.getMutationCache().findAll({ mutationKey: editKey(id), status: 'pending' })
  return waiting.flatMap(({ state }) => {
    // The cache holds mutations of all kinds; the key says that these are ours.
    const change = state.variables as Change | undefined
    return change ? [change.edit] : []
  })
}

/**
 * Puts a ticket from the server into the cache and into the rows that show it. Counts load again, and
 * lists of few pages; in a long one the row is what it is now, and no other is asked for.
 */
export function storeTicket(client: QueryClient, ticket: Ticket): void {
  client.setQueryData(ticketKeys.one(ticket.id), ticket)
  editCached(client, ticket.id, (row) => withSummary(row, ticket))
  void client.invalidateQueries({ queryKey: ticketKeys.lists, predicate: isShortList })
  void client.invalidateQueries({ queryKey: ticketKeys.counts })
}

function withSummary<Row extends TicketSummary>(row: Row, ticket: Ticket): Row {
  const { messages: _messages, ...summary } = ticket
  return { ...row, ...summary }
}

type Pages = InfiniteData<{ tickets: TicketSummary[] }>

function editCached(
  client: QueryClient,
  id: number,
  edit: <Row extends TicketSummary>(row: Row) => Row,
): void {
  client.setQueryData<Ticket>(ticketKeys.one(id), (ticket) => ticket && edit(ticket))
  client.setQueriesData<Pages>(
    { queryKey: ticketKeys.lists },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          tickets: page.tickets.map((row) => (row.id === id ? edit(row) : row)),
        })),
      },
  )
}
