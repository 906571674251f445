import type { TagEdit, Ticket, TicketPatch, TicketSummary } from '@askdesk/contracts'
import { exactTime } from '../../shared/time.ts'
import { labelOf, priorityLabels, statusLabels } from './labels.ts'
import { isolatedText } from '../../shared/text/visible-text.ts'

/** A change of a ticket's fields, as a person makes it. */
export type TicketEdit = Omit<
  TicketPatch,
  'version' | 'subject' | 'status' | 'priority' | 'tags'
> & {
  /** One of those that the page offers, or, to undo, whatever was there before. */
  status?: string | undefined
  priority?: string | undefined
  tags?: TagEdit | undefined
}

/** The edit in words: "Status set to Solved". */
export function describeEdit(edit: TicketEdit): string {
  const words: string[] = []
  if (edit.status) words.push(`Status set to ${labelOf(statusLabels, edit.status)}`)
  if (edit.priority) words.push(`Priority set to ${labelOf(priorityLabels, edit.priority)}`)
  if (edit.assignee !== undefined) {
    words.push(edit.assignee === null ? 'Assignee removed' : `Assigned to ${edit.assignee}`)
  }
  if (edit.dueAt !== undefined) {
    words.push(
      edit.dueAt === null ? 'Due time removed' : `Due time set to ${exactTime(edit.dueAt)}`,
    )
  }
  const { add = [], remove = [] } = edit.tags ?? {}
  if (add.length > 0) words.push(`Tag added: ${add.join(', ')}`)
  if (remove.length > 0) words.push(`Tag removed: ${remove.join(', ')}`)
  return words.join(', ')
}

/** The edit that brings back what `before` had in the fields that `edit` changes. */
export function inverseEdit(edit: TicketEdit, before: TicketSummary): TicketEdit {
  return {
    ...(edit.status && { status: before.status }),
    ...(edit.priority && { priority: before.priority }),
    ...(edit.assignee !== undefined && { assignee: before.assignee }),
    ...(edit.dueAt !== undefined && { dueAt: before.dueAt }),
    ...(edit.tags && { tags: inverseTags(edit.tags, before.tags) }),
  }
}

/** The row with the edit already in it. */
export function withEdit<Row extends TicketSummary>(row: Row, edit: TicketEdit): Row {
  return {
    ...row,
    status: edit.status ?? row.status,
    priority: edit.priority ?? row.priority,
    assignee: edit.assignee === undefined ? row.assignee : edit.assignee,
    dueAt: edit.dueAt === undefined ? row.dueAt : edit.dueAt,
    tags: edit.tags ? withTags(row.tags, edit.tags) : row.tags,
  }
}

/** Takes back what was really added or removed, and leaves what others did to the list. */
function inverseTags({ add = [], remove = [] }: TagEdit, before: readonly string[]): TagEdit {
  return {
    add: remove.filter((tag) => before.includes(tag)),
    remove: add.filter((tag) => !before.includes(tag)),
  }
}

/** A list of tags with an edit made, as the tickets API makes it. */
export function withTags(tags: readonly string[], { add = [], remove = [] }: TagEdit): string[] {
  return [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])]
}

/** Describes the differences between two states of a ticket, one phrase each. */
export function describeChanges(before: Ticket, after: Ticket): string[] {
  const changes: string[] = []
  const add = (label: string, from: string, to: string) => {
    if (from !== to) changes.push(`${label}: ${isolatedText(from)} → ${isolatedText(to)}`)
  }
  add('Subject', before.subject, after.subject)
  add('Status', labelOf(statusLabels, before.status), labelOf(statusLabels, after.status))
  add('Priority', labelOf(priorityLabels, before.priority), labelOf(priorityLabels, after.priority))
  add('Assignee', before.assignee ?? 'nobody', after.assignee ?? 'nobody')
  add('Due', timeOrNone(before.dueAt), timeOrNone(after.dueAt))
  add('Tags', before.tags.join(', ') || 'none', after.tags.join(', ') || 'none')
  const known = new Set(before.messages.map((message) => message.id))
  const fresh = after.messages.filter(
    (message) => message.kind !== 'system' && !known.has(message.id),
  )
  const authors = [...new Set(fresh.map((message) => isolatedText(message.author)))].join(', ')
  if (fresh.length === 1) changes.push(`New message from ${authors}`)
  if (fresh.length > 1) changes.push(`${fresh.length} new messages from ${authors}`)
  return changes
}

function timeOrNone(iso: string | null): string {
  return iso === null ? 'none' : exactTime(iso)
}
