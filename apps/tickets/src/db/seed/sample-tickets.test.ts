import { ticketPriorities, ticketStatuses } from '@askdesk/contracts'
import { expect, it } from 'vitest'
import { defaultAgent } from '../../config.ts'
import { agents } from './agents.ts'
import { sampleTickets } from './sample-tickets.ts'
import { spanToMs } from './story.ts'

const threads = sampleTickets.map((sample) => ({
  ...sample,
  messages: sample.thread.map((entry) => entry(sample.requester.name)),
}))

const seen = (read: (sample: (typeof sampleTickets)[number]) => string | null) =>
  new Set(sampleTickets.map(read))

it('has one ticket for each id from 1001 on, #1042 among them', () => {
  expect(sampleTickets.map(({ id }) => id)).toEqual(sampleTickets.map((_, at) => 1001 + at))
  expect(sampleTickets.length).toBeGreaterThanOrEqual(48)
  expect(sampleTickets.find(({ id }) => id === 1042)).toMatchObject({
    status: 'open',
    assignee: defaultAgent,
  })
})

it('covers every status and priority, six agents and at least six languages', () => {
  expect([...seen(({ status }) => status)].toSorted()).toEqual([...ticketStatuses].toSorted())
  expect([...seen(({ priority }) => priority)].toSorted()).toEqual([...ticketPriorities].toSorted())
  expect(seen(({ assignee }) => assignee)).toEqual(new Set([...Object.values(agents), null]))
  expect(Object.values(agents)).toContain(defaultAgent)
  expect(seen(({ language }) => language).size).toBeGreaterThanOrEqual(6)
})

it('tells each thread in the order of time, from 2 to 8 entries, the customer first', () => {
  for (const { messages } of threads) {
    const ages = messages.map(({ ago }) => spanToMs(ago))
    expect(ages).toEqual(ages.toSorted((left, right) => right - left))
    expect(messages.length).toBeGreaterThanOrEqual(2)
    expect(messages.length).toBeLessThanOrEqual(8)
    expect(messages[0]?.kind).toBe('customer')
  }
})

it('opened the tickets in the order of their ids', () => {
  const ages = threads.map(({ messages }) => spanToMs(messages[0]?.ago ?? ''))
  expect(ages).toEqual(ages.toSorted((left, right) => right - left))
})

it('ends with the status that the thread tells of', () => {
  const told = threads.map(({ id, messages }) => {
    const changes = messages.flatMap(({ body, kind }) =>
      kind === 'system' ? [/status from \w+ to (\w+)/.exec(body)?.[1]] : [],
    )
    return [id, changes.findLast((status) => status !== undefined) ?? 'open']
  })
  expect(told).toEqual(sampleTickets.map(({ id, status }) => [id, status]))
})
