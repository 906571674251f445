import { expect, test } from 'vitest'
import { defaultListQuery } from '../../features/tickets/list-query.ts'
import { pageHref, parsePageState } from './page-state.ts'

test('the bare address is the open view, newest change first, nothing open', () => {
  expect(parsePageState('')).toEqual({ list: defaultListQuery, ticket: null, assistant: false })
  expect(pageHref(parsePageState(''))).toBe('/')
})

test('everything in the address is read, and written back the same', () => {
  const href =
    '/?view=all&status=pending&priority=high&assignee=Dana+Reyes&tag=billing&q=late+refund&sort=due_asc&ticket=1042&assistant=open'
  const state = parsePageState(href.slice(1))
  expect(state).toEqual({
    list: {
      view: 'all',
      status: 'pending',
      priority: 'high',
      assignee: 'Dana Reyes',
      tag: 'billing',
      q: 'late refund',
      sort: 'due_asc',
    },
    ticket: 1042,
    assistant: true,
  })
  expect(pageHref(state)).toBe(href)
})

test.each([
  ['?view=nope&status=pending', { view: 'open', status: 'pending' }],
  ['?status=PENDING&tag=vip', { status: null, tag: 'vip' }],
  ['?sort=title&priority=low', { sort: 'updated_desc', priority: 'low' }],
  [`?tag=${'x'.repeat(41)}&q=ok`, { tag: null, q: 'ok' }],
])('an unknown value in %s is ignored and the rest is kept', (search, expected) => {
  expect(parsePageState(search).list).toMatchObject(expected)
})

test.each([
  ['1042', 1042],
  ['%231042', 1042],
  ['0', null],
  ['-3', null],
  ['1e9', null],
  ['12.5', null],
  ['1042;DROP', null],
  ['', null],
])('ticket=%s opens %s', (value, expected) => {
  expect(parsePageState(`?ticket=${value}`).ticket).toBe(expected)
})

test('only the word open opens the assistant, and a prompt in the address is not read at all', () => {
  expect(parsePageState('?assistant=ask&prompt=hello').assistant).toBe(false)
  expect(pageHref(parsePageState('?assistant=open&prompt=hello'))).toBe('/?assistant=open')
})
