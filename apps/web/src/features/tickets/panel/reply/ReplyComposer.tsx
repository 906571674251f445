import { type Ticket, type TicketStatus, ticketStatusSchema } from '@askdesk/contracts'
import { Button } from '@mantine/core'
import { IconArrowBackUp, IconSparkles } from '@tabler/icons-react'
import { type Ref, useId, useImperativeHandle, useRef, useState } from 'react'
import { ChoiceSelect } from '../../../../shared/ChoiceSelect.tsx'
import { errorMessage } from '../../../../shared/http/errors.ts'
import type { InsertReply } from '../../../../shared/insert-reply.ts'
import { isComposingKey } from '../../../../shared/keys.ts'
import { labelOf, statusLabels } from '../../labels.ts'
import { conflictTicket } from '../../tickets-api.ts'
import { Audience } from './Audience.tsx'
import { withText } from './drafts.ts'
import { InternalFirst } from './InternalFirst.tsx'
import styles from './ReplyComposer.module.css'
import { useDraft } from './use-draft.ts'
import { useInsertion } from './use-insertion.ts'
import { usePostDraft } from './use-post-draft.ts'

export type ReplyHandle = {
  /** Puts text at the cursor. */
  insert: InsertReply
  /** With what was typed before the box was there. */
  focus: (typed?: string) => void
}

export type ReplyComposerProps = {
  ticket: Ticket
  onSent: (ticket: Ticket) => void
  handle: Ref<ReplyHandle>
}

/** Where the answer to the customer, or a note to colleagues, is written. Nothing leaves it unasked. */
export function ReplyComposer({ ticket, onSent, handle }: ReplyComposerProps) {
  const hintId = useId()
  const textarea = useRef<HTMLTextAreaElement>(null)
  const drafts = useDraft(ticket.id)
  const { kind, draft, setDraft, setKind } = drafts
  const insertion = useInsertion(ticket.id, textarea, drafts)
  const [status, setStatus] = useState<TicketStatus | null>(null)
  const [entered, setEntered] = useState(false)
  const isNote = kind === 'note'
  /** It is one line until it is used. */
  const isUsed = entered || draft.text !== ''

  const sending = usePostDraft({
    ticket,
    drafts,
    onSent: (updated) => {
      setStatus(null)
      onSent(updated)
    },
  })
  const submit = () => sending.post({ kind, draft, status })

  useImperativeHandle(handle, () => ({
    focus: (typed) => {
      textarea.current?.focus()
      if (typed) setDraft(kind, withText(draft, draft.text + typed))
    },
    insert: insertion.insert,
  }))

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
      <Audience kind={kind} requester={ticket.requester} hintId={hintId} onKind={setKind} />
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
          setDraft(kind, insertion.afterTyping(draft, event.currentTarget.value))
        }}
      />
      {sending.error && (
        <p className={styles['error']} role="alert">
          {notPosted(sending.error, sending.isReused)}
        </p>
      )}
      <div className={styles['origin']}>
        {draft.provenance !== null && (
          <span className={styles['provenance']}>
            <IconSparkles size={13} aria-hidden="true" /> Drafted by {draft.provenance}
          </span>
        )}
        {insertion.just?.origin.internal !== undefined && (
          <InternalFirst
            reason={insertion.just.origin.internal}
            onMove={() => insertion.just && insertion.moveToReply(insertion.just)}
          />
        )}
      </div>
      <div className={styles['bottom']}>
        {insertion.just && (
          <Button
            size="compact-sm"
            variant="subtle"
            className={styles['undo']}
            aria-label="Undo insert"
            leftSection={<IconArrowBackUp size={14} aria-hidden="true" />}
            onClick={() => insertion.just && insertion.undo(insertion.just)}
          >
            Undo<span className={styles['undoWhat']}>&nbsp;insert</span>
          </Button>
        )}
        <ChoiceSelect
          label="Then"
          name="Status after posting"
          value={status ?? ''}
          choices={[
            { value: '', label: `keep ${labelOf(statusLabels, ticket.status).toLowerCase()}` },
            ...(['open', 'pending', 'solved'] as const)
              .filter((value) => value !== ticket.status)
              .map((value) => ({ value, label: `set ${statusLabels[value].toLowerCase()}` })),
          ]}
          onChange={(value) => setStatus(ticketStatusSchema.safeParse(value).data ?? null)}
        />
        <Button
          type="submit"
          size="sm"
          disabled={draft.text.trim() === '' || sending.isPending}
          loading={sending.isPending}
          title="Ctrl+Enter"
          aria-label={isNote ? 'Add note' : 'Send reply'}
        >
          {isNote ? 'Add note' : 'Send'}
        </Button>
      </div>
    </form>
  )
}

function notPosted(error: Error, isReused: boolean): string {
  if (isReused) {
    return 'An earlier form of this text was posted already: see above. Your text is kept; send it again if it should go out as well.'
  }
  return conflictTicket(error) === null
    ? `Not posted: ${errorMessage(error)} Your text is kept.`
    : 'Not posted yet: somebody wrote in the ticket meanwhile. Your text is kept. See what is new above, then post it.'
}
