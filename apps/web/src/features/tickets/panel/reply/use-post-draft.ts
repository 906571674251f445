import type { Ticket, TicketStatus } from '@askdesk/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { createId } from '../../../../shared/create-id.ts'
import { HttpError } from '../../../../shared/http/errors.ts'
import { nothingToUndo } from '../../../../shared/notices/notify.ts'
import { ticketKeys } from '../../queries.ts'
import { conflictTicket, postMessage } from '../../tickets-api.ts'
import { ownVersionsOf, storeTicket } from '../../use-update-ticket.ts'
import { type Draft, type DraftKind, hasArrived, readDraft } from './drafts.ts'
import type { useDraft } from './use-draft.ts'

type Sent = {
  readonly kind: DraftKind
  readonly draft: Draft
  readonly status: TicketStatus | null
}

export type PostDraftOptions = {
  readonly ticket: Ticket
  readonly drafts: Pick<ReturnType<typeof useDraft>, 'setDraft' | 'settle'>
  readonly onSent: (ticket: Ticket) => void
}

/**
 * Makes a message of a draft, once: with the draft's own idempotency key, so that a text whose answer
 * was lost can be sent again, from here or after a reload.
 */
export function usePostDraft({ ticket, drafts, onSent }: PostDraftOptions) {
  const client = useQueryClient()
  const ownVersions = ownVersionsOf(client)
  const { setDraft, settle } = drafts
  const isUnderWay = useRef(false)
  const send = useMutation({
    mutationFn: async ({ kind, draft, status }: Sent) => {
      const version = ownVersions.latest(ticket.id, ticket.version)
      const { text, provenance, traceId, key } = draft
      const message = {
        kind,
        body: text.trim(),
        provenance,
        ...(traceId !== undefined && { traceId }),
        version,
        ...(status !== null && status !== ticket.status && { status }),
      }
      return { version, updated: await postMessage(ticket.id, message, key) }
    },
    onSuccess: ({ version, updated }, { kind, draft }) => {
      ownVersions.record(ticket.id, version, updated.version)
      settle(kind, draft)
      nothingToUndo()
      storeTicket(client, updated)
      onSent(updated)
    },
    onError: (error, { kind }) => {
      if (isReused(error)) {
        // An earlier form of the text did arrive: what is here now would be another message.
        setDraft(kind, { ...readDraft(ticket.id, kind), key: createId(), posting: undefined })
        void client.invalidateQueries({ queryKey: ticketKeys.one(ticket.id) })
      }
      const now = conflictTicket(error)
      if (now === null) return
      ownVersions.forget(ticket.id)
      storeTicket(client, now)
    },
    onSettled: () => {
      isUnderWay.current = false
    },
  })

  const { id, messages } = ticket
  const { isPending } = send
  useEffect(() => {
    if (isPending) return
    for (const kind of ['agent', 'note'] as const) {
      const draft = readDraft(id, kind)
      if (draft.posting && hasArrived(draft, kind, messages)) {
        settle(kind, { text: draft.posting.text, key: draft.key })
      }
    }
  }, [id, messages, isPending, settle])

  return {
    error: send.error,
    isPending,
    isReused: isReused(send.error),
    post({ kind, draft, status }: Sent): void {
      // Two presses within one frame are one.
      if (draft.text.trim() === '' || isUnderWay.current) return
      isUnderWay.current = true
      const after = messages.at(-1)?.id ?? 0
      const sent = { ...draft, key: draft.key ?? createId(), posting: { text: draft.text, after } }
      setDraft(kind, sent)
      send.mutate({ kind, draft: sent, status })
    },
  }
}

function isReused(error: unknown): boolean {
  return error instanceof HttpError && error.status === 422
}
