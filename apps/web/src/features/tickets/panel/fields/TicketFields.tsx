import {
  ticketPriorities,
  ticketStatuses,
  type TicketFacets,
  type TicketSummary,
} from '@askdesk/contracts'
import { ChoiceSelect, type Choice } from '../../../../shared/ChoiceSelect.tsx'
import { priorityLabels, statusLabels } from '../../labels.ts'
import type { TicketEdit } from '../../ticket-edit.ts'
import { DueField } from './DueField.tsx'
import { TagsField } from './TagsField.tsx'
import styles from './TicketFields.module.css'

export type TicketFieldsProps = {
  ticket: TicketSummary
  facets: TicketFacets | undefined
  onEdit: (edit: TicketEdit) => void
}

const statusChoices = ticketStatuses.map((value) => ({ value, label: statusLabels[value] }))
const priorityChoices = ticketPriorities
  .toReversed()
  .map((value) => ({ value, label: priorityLabels[value] }))

/** A value that a newer service gave is shown as it is, and can be left alone. */
function withCurrent(choices: readonly Choice[], value: string): Choice[] {
  const isKnown = choices.some((choice) => choice.value === value)
  return isKnown ? [...choices] : [{ value, label: value }, ...choices]
}

/** Inline editing: each field of a ticket is changed where it stands. */
export function TicketFields({ ticket, facets, onEdit }: TicketFieldsProps) {
  const agents = new Set(facets?.assignees)
  if (facets) agents.add(facets.currentAgent)
  if (ticket.assignee !== null) agents.add(ticket.assignee)
  return (
    <div className={styles['fields']}>
      <ChoiceSelect
        label="Status"
        value={ticket.status}
        choices={withCurrent(statusChoices, ticket.status)}
        onChange={(value) => onEdit({ status: value })}
      />
      <ChoiceSelect
        label="Priority"
        value={ticket.priority}
        choices={withCurrent(priorityChoices, ticket.priority)}
        onChange={(value) => onEdit({ priority: value })}
      />
      <ChoiceSelect
        label="Assignee"
        value={ticket.assignee ?? ''}
        choices={[
          { value: '', label: 'Nobody' },
          ...[...agents].toSorted().map((name) => ({
            value: name,
            label: name === facets?.currentAgent ? `${name} (you)` : name,
          })),
        ]}
        onChange={(value) => onEdit({ assignee: value || null })}
      />
      <DueField ticket={ticket} onChange={(dueAt) => onEdit({ dueAt })} />
      <TagsField
        tags={ticket.tags}
        known={facets?.tags ?? []}
        onChange={(tags) => onEdit({ tags })}
      />
    </div>
  )
}
