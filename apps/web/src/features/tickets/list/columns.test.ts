import { ticketSortSchema } from '@askdesk/contracts'
import { expect, test } from 'vitest'
import { ariaSort, columnsForWidth, nextSort } from './columns.ts'

const { columns } = columnsForWidth(1400)

test('every order that a head can ask for is one the server knows', () => {
  for (const column of columns.filter((each) => each.sort)) {
    const first = nextSort(column, 'created_desc')
    const second = nextSort(column, first)
    expect(ticketSortSchema.safeParse(first).success).toBe(true)
    expect(ticketSortSchema.safeParse(second).success).toBe(true)
    expect(nextSort(column, second)).toBe(first)
    expect([ariaSort(column, first), ariaSort(column, second)].toSorted()).toEqual([
      'ascending',
      'descending',
    ])
  }
})

test('only the sorted column says so', () => {
  expect(columns.filter((column) => ariaSort(column, 'due_asc')).map(({ id }) => id)).toEqual([
    'due',
  ])
  expect(columns.filter((column) => ariaSort(column, 'created_asc'))).toEqual([])
})

test('fewer columns stand in less room, the subject and the status always', () => {
  const counts = [1400, 900, 700, 300, 0].map((width) => columnsForWidth(width).columns.length)
  expect(counts).toEqual([8, 7, 6, 2, 2])
  expect(columnsForWidth(300)).toMatchObject({ compact: true })
})
