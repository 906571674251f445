import type { TicketSort } from '@askdesk/contracts'

export type ColumnId =
  | 'id'
  | 'ticket'
  | 'status'
  | 'priority'
  | 'assignee'
  | 'tags'
  | 'updated'
  | 'due'

export type Column = {
  id: ColumnId
  label: string
  /** The sort field, if the list can be sorted by it; `first` is what the first click gives. */
  sort?: { field: 'id' | 'priority' | 'updated' | 'due'; first: 'asc' | 'desc' }
}

const columns: Record<ColumnId, Column> = {
  id: { id: 'id', label: 'ID', sort: { field: 'id', first: 'desc' } },
  ticket: { id: 'ticket', label: 'Subject' },
  status: { id: 'status', label: 'Status' },
  priority: { id: 'priority', label: 'Priority', sort: { field: 'priority', first: 'desc' } },
  assignee: { id: 'assignee', label: 'Assignee' },
  tags: { id: 'tags', label: 'Tags' },
  updated: { id: 'updated', label: 'Updated', sort: { field: 'updated', first: 'desc' } },
  due: { id: 'due', label: 'Due', sort: { field: 'due', first: 'asc' } },
}

const byWidth: { from: number; ids: ColumnId[] }[] = [
  {
    from: 1040,
    ids: ['id', 'ticket', 'status', 'priority', 'assignee', 'tags', 'updated', 'due'],
  },
  { from: 860, ids: ['id', 'ticket', 'status', 'priority', 'assignee', 'updated', 'due'] },
  { from: 660, ids: ['id', 'ticket', 'status', 'priority', 'updated', 'due'] },
  { from: 0, ids: ['ticket', 'status'] },
]

/** The columns that a list of this width has room for. The narrowest form is two cells of two lines. */
export function columnsForWidth(width: number): { columns: Column[]; compact: boolean } {
  const fit = byWidth.find((step) => width >= step.from)
  const ids = fit?.ids ?? ['ticket', 'status']
  return { columns: ids.map((id) => columns[id]), compact: ids.length === 2 }
}

/** The `aria-sort` of a column under this order. */
export function ariaSort(column: Column, sort: TicketSort): 'ascending' | 'descending' | undefined {
  if (!column.sort || !sort.startsWith(`${column.sort.field}_`)) return undefined
  return sort.endsWith('_asc') ? 'ascending' : 'descending'
}

/** The order after a click on the column's head: its first direction, then the other way round. */
export function nextSort(column: Column, sort: TicketSort): TicketSort {
  if (!column.sort) return sort
  const { field, first } = column.sort
  if (ariaSort(column, sort) === undefined) return `${field}_${first}`
  return sort.endsWith('_asc') ? `${field}_desc` : `${field}_asc`
}

export const sortLabels: Record<TicketSort, string> = {
  updated_desc: 'Last changed first',
  updated_asc: 'Longest unchanged first',
  created_desc: 'Newest first',
  created_asc: 'Oldest first',
  due_asc: 'Due first',
  due_desc: 'Due last',
  priority_desc: 'Most urgent first',
  priority_asc: 'Least urgent first',
  id_desc: 'Highest number first',
  id_asc: 'Lowest number first',
}
