import { type Ticket, type TicketStatus, ticketStatusSchema } from '@askdesk/contracts'
import { Button, SegmentedControl } from '@mantine/core'
import { IconArrowBackUp, IconLock, IconSparkles } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Ref, useId, useImperativeHandle, useRef, useState } from 'react'
import { ChoiceSelect } from '../../../shared/ChoiceSelect.tsx'
import { errorMessage } from '../../../shared/errors.ts'
import type { InsertReply, TextOrigin } from '../../../shared/insert-reply.ts'
import { isComposingKey } from '../../../shared/keys.ts'
import { statusLabels } from '../labels.ts'
import { conflictTicket, postMessage } from '../tickets-api.ts'
import { ownVersionsOf, storeTicket } from '../use-update-ticket.ts'
import { type Draft, type DraftKind, emptyDraft } from './drafts.ts'
import { InternalFirst } from './InternalFirst.tsx'
import { insertPassage } from './insert-text.ts'
import styles from './ReplyComposer.module.css'
import { useDraft } from './use-draft.ts'
import { ForeignText } from '../../../shared/text/ForeignText.tsx'

export type ReplyHandle = {
  /** Puts text at the cursor. */
  insert: InsertReply
  /** With what was typed before the box was there. */
  focus: (typed?: string) => void
}

type Insertion = {
  kind: DraftKind
  before: Draft
  after: string
  passage: string
  origin: TextOrigin
}

export type ReplyComposerProps = {
  ticket: Ticket
  onSent: (ticket: Ticket) => void
  handle: Ref<ReplyHandle>
}

/** Where the answer to the customer, or a note to colleagues, is written. Nothing leaves it unasked. */
export function ReplyComposer({ ticket, onSent, handle }: ReplyComposerProps) {
  const client = useQueryClient()
  const hintId = useId()
  const textarea = useRef<HTMLTextAreaElement>(null)
  const { kind, draft, drafts, setDraft, setKind } = useDraft(ticket.id)
  const [insertion, setInsertion] = useState<Insertion | null>(null)
  const [status, setStatus] = useState<TicketStatus | null>(null)
  const [entered, setEntered] = useState(false)
  const isNote = kind === 'note'
  /** It is one line until it is used. */
  const isUsed = entered || draft.text !== ''

  const ownVersions = ownVersionsOf(client)
  const version = ownVersions.latest(ticket.id, ticket.version)
  const send = useMutation({
    mutationFn: (sent: Draft & { kind: DraftKind }) =>
      postMessage(ticket.id, {
        kind: sent.kind,
        body: sent.text.trim(),
        provenance: sent.provenance,
        ...(sent.traceId !== undefined && { traceId: sent.traceId }),
        version,
        ...(status !== null && status !== ticket.status && { status }),
      }),
    onSuccess: (updated, sent) => {
      ownVersions.record(ticket.id, version, updated.version)
      setDraft(sent.kind, emptyDraft)
      setInsertion(null)
      setStatus(null)
      storeTicket(client, updated)
      onSent(updated)
    },
    onError: (error) => {
      const now = conflictTicket(error)
      if (now === null) return
      ownVersions.forget(ticket.id)
      storeTicket(client, now)
    },
  })

  const insertInto = (into: DraftKind, passage: string, origin: TextOrigin): void => {
    const before = drafts[into]
    const shown = into === kind ? textarea.current : null
    const end = before.text.length
    const selection = { start: shown?.selectionStart ?? end, end: shown?.selectionEnd ?? end }
    const inserted = insertPassage(before.text, selection, passage)
    const { provenance, traceId } = origin
    setKind(into)
    setDraft(into, { text: inserted.text, provenance, traceId })
    setInsertion({ kind: into, before, after: inserted.text, passage, origin })
    requestAnimationFrame(() => {
      textarea.current?.focus()
      textarea.current?.setSelectionRange(inserted.caret, inserted.caret)
    })
  }
  const moveToReply = ({ before, passage, origin }: Insertion): void => {
    setDraft('note', before)
    insertInto('agent', passage, { ...origin, internal: undefined })
  }

  useImperativeHandle(handle, () => ({
    focus: (typed) => {
      textarea.current?.focus()
      if (typed) setDraft(kind, { ...draft, text: draft.text + typed })
    },
    insert: (text, origin) =>
      insertInto(origin.internal === undefined ? kind : 'note', text, origin),
  }))

  const canSend = draft.text.trim() !== '' && !send.isPending
  const submit = () => {
    if (canSend) send.mutate({ ...draft, kind })
  }
  const isJustInserted =
    insertion !== null && insertion.kind === kind && insertion.after === draft.text
  const changedMeanwhile = conflictTicket(send.error) !== null
  return (
    // Its fields are the controls; the form only hears Ctrl+Enter from any of them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={styles['composer']}
      data-kind={kind}
      data-used={isUsed || undefined}
      aria-label="Answer this ticket"
      onFocus={() => setEntered(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        // Not while one selects in the thread: what one points at would move.
        const isElsewhere = relatedTarget && !currentTarget.parentElement?.contains(relatedTarget)
        if (isElsewhere) setEntered(false)
      }}
      onKeyDown={(event) => {
        if (isComposingKey(event)) return
        if (event.key === 'Escape') setEntered(false)
        if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
        event.preventDefault()
        submit()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={styles['top']}>
        <SegmentedControl
          size="xs"
          aria-label="Who reads it"
          value={kind}
          onChange={(value) => setKind(value === 'note' ? 'note' : 'agent')}
          data={[
            { value: 'agent', label: 'Public reply' },
            { value: 'note', label: 'Internal note' },
          ]}
        />
        <span className={styles['audience']} id={hintId}>
          {isNote ? (
            <>
              <IconLock size={13} aria-hidden="true" /> Only your team reads this
            </>
          ) : (
            <>
              To <ForeignText text={ticket.requester.name} /> &lt;
              <ForeignText text={ticket.requester.email} />
              &gt;
            </>
          )}
        </span>
      </div>
      <textarea
        // A box of its own for each, so that the browser's undo brings no text from one into the other.
        key={kind}
        ref={textarea}
        className={styles['text']}
        dir="auto"
        aria-label={isNote ? 'Internal note' : 'Reply'}
        aria-describedby={hintId}
        placeholder={isNote ? 'Write a note for your team' : 'Write to the customer'}
        rows={2}
        maxLength={20_000}
        value={draft.text}
        onChange={(event) => {
          const text = event.currentTarget.value
          setDraft(kind, text.trim() === '' ? { ...emptyDraft, text } : { ...draft, text })
        }}
      />
      {send.isError && (
        <p className={styles['error']} role="alert">
          {changedMeanwhile
            ? 'Not posted yet: the ticket was changed while you wrote. Your text is kept. See what is new above, then post it.'
            : `Not posted: ${errorMessage(send.error)} Your text is kept.`}
        </p>
      )}
      <div className={styles['origin']}>
        {draft.provenance !== null && (
          <span className={styles['provenance']}>
            <IconSparkles size={13} aria-hidden="true" /> Drafted by {draft.provenance}
          </span>
        )}
        {isJustInserted && insertion.origin.internal !== undefined && (
          <InternalFirst reason={insertion.origin.internal} onMove={() => moveToReply(insertion)} />
        )}
        {isJustInserted && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconArrowBackUp size={14} aria-hidden="true" />}
            onClick={() => {
              setDraft(kind, insertion.before)
              setInsertion(null)
              textarea.current?.focus()
            }}
          >
            Undo insert
          </Button>
        )}
      </div>
      <div className={styles['bottom']}>
        <ChoiceSelect
          label="Then"
          name="Status after posting"
          value={status ?? ''}
          choices={[
            { value: '', label: `keep ${statusLabels[ticket.status].toLowerCase()}` },
            ...(['open', 'pending', 'solved'] as const)
              .filter((value) => value !== ticket.status)
              .map((value) => ({ value, label: `set ${statusLabels[value].toLowerCase()}` })),
          ]}
          onChange={(value) => setStatus(ticketStatusSchema.safeParse(value).data ?? null)}
        />
        <Button
          type="submit"
          size="sm"
          disabled={!canSend}
          loading={send.isPending}
          title="Ctrl+Enter"
        >
          {isNote ? 'Add note' : 'Post reply'}
        </Button>
      </div>
    </form>
  )
}
