import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChecks, IconCloudOff, IconSearchOff } from '@tabler/icons-react'
import { errorMessage } from '../../../shared/http/errors.ts'
import { emptyViewText, viewLabels } from '../labels.ts'
import { defaultListQuery, isFiltered, type ListQuery, withoutFilters } from '../list-query.ts'
import type { useTicketList } from '../queries.ts'
import { ListMessage } from './ListMessage.tsx'

export type ListStateProps = {
  list: ReturnType<typeof useTicketList>
  query: ListQuery
  onChange: (query: ListQuery) => void
}

/** The list without a row: failed, offline, nothing that matches, or nothing at all. */
export function ListState({ list, query, onChange }: ListStateProps) {
  if (list.isError) {
    return (
      <ListMessage
        icon={<IconAlertTriangle size={22} />}
        tone="failure"
        title="The tickets could not be loaded"
        action={<Button onClick={() => void list.refetch()}>Reload tickets</Button>}
      >
        {errorMessage(list.error)}
      </ListMessage>
    )
  }
  if (list.isPaused) {
    return (
      <ListMessage icon={<IconCloudOff size={22} />} title="You are offline">
        The tickets are loaded as soon as the connection is back.
      </ListMessage>
    )
  }
  if (isFiltered(query)) {
    return (
      <ListMessage
        icon={<IconSearchOff size={22} />}
        title="No ticket matches"
        action={
          <Button variant="default" onClick={() => onChange(withoutFilters(query))}>
            Clear filters
          </Button>
        }
      >
        {query.q === '' ? 'No ticket' : `Nothing with “${query.q}”`} in the view “
        {viewLabels[query.view]}” fits these filters.
      </ListMessage>
    )
  }
  return (
    <ListMessage
      icon={<IconChecks size={22} />}
      title="Nothing here"
      action={
        query.view !== 'all' && (
          <Button variant="default" onClick={() => onChange({ ...defaultListQuery, view: 'all' })}>
            Show all tickets
          </Button>
        )
      }
    >
      {emptyViewText[query.view]}
    </ListMessage>
  )
}
