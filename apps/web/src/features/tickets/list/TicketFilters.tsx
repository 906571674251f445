import {
  ticketPriorities,
  ticketPrioritySchema,
  ticketSorts,
  ticketSortSchema,
  ticketStatuses,
  ticketStatusSchema,
  type TicketFacets,
} from '@askdesk/contracts'
import { Button } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { ChoiceSelect } from '../../../shared/ChoiceSelect.tsx'
import { priorityLabels, statusLabels } from '../labels.ts'
import { isFiltered, type ListQuery, withoutFilters } from '../list-query.ts'
import { sortLabels } from './columns.ts'
import styles from './TicketFilters.module.css'

export type TicketFiltersProps = {
  query: ListQuery
  facets: TicketFacets | undefined
  /** The narrow form folds away, and has the choice of order that its list has no column heads for. */
  compact: boolean
  onChange: (query: ListQuery) => void
}

/** Filters of the list; each choice goes into the address. */
export function TicketFilters(props: TicketFiltersProps) {
  const { query, compact, onChange } = props
  const choicesId = useId()
  const [unfolded, setUnfolded] = useState(false)
  const inUse = [query.status, query.priority, query.assignee, query.tag].filter(Boolean).length
  return (
    <div className={styles['filters']} data-compact={compact || undefined}>
      {compact && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.7} aria-hidden="true" />}
          aria-expanded={unfolded}
          aria-controls={choicesId}
          onClick={() => setUnfolded(!unfolded)}
        >
          Filters{inUse > 0 && ` (${inUse})`}
        </Button>
      )}
      {isFiltered(query) && (
        <Button
          className={styles['clear'] ?? ''}
          variant="subtle"
          size="compact-sm"
          onClick={() => onChange(withoutFilters(query))}
        >
          Clear filters
        </Button>
      )}
      {(!compact || unfolded) && <FilterChoices {...props} id={choicesId} />}
    </div>
  )
}

function FilterChoices(props: TicketFiltersProps & { id: string }) {
  const { query, facets, onChange } = props
  return (
    <fieldset className={styles['choices']} id={props.id} aria-label="Filters">
      <ChoiceSelect
        label="Status"
        name="Filter by status"
        value={query.status ?? ''}
        active={query.status !== null}
        choices={withAny(ticketStatuses.map((value) => ({ value, label: statusLabels[value] })))}
        onChange={(value) =>
          onChange({ ...query, status: ticketStatusSchema.safeParse(value).data ?? null })
        }
      />
      <ChoiceSelect
        label="Priority"
        name="Filter by priority"
        value={query.priority ?? ''}
        active={query.priority !== null}
        choices={withAny(
          ticketPriorities.toReversed().map((value) => ({ value, label: priorityLabels[value] })),
        )}
        onChange={(value) =>
          onChange({ ...query, priority: ticketPrioritySchema.safeParse(value).data ?? null })
        }
      />
      <ChoiceSelect
        label="Assignee"
        name="Filter by assignee"
        value={query.assignee ?? ''}
        active={query.assignee !== null}
        choices={[...assigneeChoices, ...named(facets?.assignees ?? [], query.assignee)]}
        onChange={(value) => onChange({ ...query, assignee: value || null })}
      />
      <ChoiceSelect
        label="Tag"
        name="Filter by tag"
        value={query.tag ?? ''}
        active={query.tag !== null}
        choices={withAny(named(facets?.tags ?? [], query.tag))}
        onChange={(value) => onChange({ ...query, tag: value || null })}
      />
      {props.compact && (
        <ChoiceSelect
          label="Sort"
          name="Sort tickets"
          value={query.sort}
          choices={ticketSorts.map((value) => ({ value, label: sortLabels[value] }))}
          onChange={(value) =>
            onChange({ ...query, sort: ticketSortSchema.safeParse(value).data ?? query.sort })
          }
        />
      )}
    </fieldset>
  )
}

/** The tickets API knows the first two words, whoever is signed in. */
const assigneeChoices = [
  { value: '', label: 'Any' },
  { value: 'me', label: 'Me' },
  { value: 'unassigned', label: 'Nobody' },
]

function withAny(choices: { value: string; label: string }[]) {
  return [{ value: '', label: 'Any' }, ...choices]
}

/** The names on offer, with the one in the address even if nobody else bears it. */
function named(names: string[], current: string | null) {
  const offered = [...names, ...assigneeChoices.map((choice) => choice.value)]
  const all = current === null || offered.includes(current) ? names : [current, ...names]
  return all.map((name) => ({ value: name, label: name }))
}
