import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { App } from '../../app/App.tsx'
import { aTicket, fakeTickets, type FakeTickets } from '../../test-support/fake-tickets.ts'
import { forgetPerson } from './forget-person.ts'

let person: string | null
let tokens: string[]
let tickets: FakeTickets

beforeEach(() => {
  person = null
  tokens = []
  tickets = fakeTickets([aTicket({ id: 1042, subject: 'Invoice is wrong' })])
  const passing = tickets.fetch
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.startsWith('/api/session')) return answerSession(init)
    if (url.startsWith('/api/ai/')) return Response.json({ upstream: 'demo', providers: [] })
    tickets.outage = person === null ? refusal : null
    return passing(input, init)
  })
  history.replaceState(null, '', '/')
})

function answerSession(init: RequestInit | undefined): Response {
  if (init?.method === 'DELETE') {
    person = null
    return new Response(null, { status: 204 })
  }
  if (init?.method !== 'POST') {
    const who = person === null ? {} : { name: person, role: 'agent' }
    return Response.json({ required: true, signedIn: person !== null, methods: ['token'], ...who })
  }
  const { token } = JSON.parse(String(init.body)) as { token: string } // sent by the page
  tokens.push(token)
  if (token !== 'mayas') return refusal('This token is not known here.')
  person = 'maya'
  return new Response(null, { status: 204 })
}

function refusal(message = 'Sign in first.'): Response {
  const error = { message, type: 'authentication_error', code: 'unauthorized', retryable: false }
  return Response.json({ error }, { status: 401 })
}

async function signIn(token: string): Promise<void> {
  const user = userEvent.setup()
  const field = await screen.findByRole('textbox', { name: 'Token' })
  await user.clear(field)
  await user.type(field, `${token}{Enter}`)
}

describe('a desk that wants to know who is there', () => {
  test('shows the sign-in and asks for no ticket before it', async () => {
    render(<App />)
    await signIn('wrong')
    await screen.findByText('This token is not known here.')
    expect(screen.queryByRole('table', { name: 'Tickets' })).toBeNull()
    expect(tickets.sent).toEqual([])
    await signIn(' mayas ')
    await screen.findByText('Invoice is wrong')
    expect(tokens).toEqual(['wrong', 'mayas'])
    await screen.findByRole('button', { name: 'Account of maya' })
  })

  test('a session that ends lies over the page, and what was open is there afterwards', async () => {
    person = 'maya'
    history.replaceState(null, '', '/?ticket=1042')
    render(<App />)
    const reply = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' })
    const user = userEvent.setup()
    await user.type(reply, 'Dear Ana')
    person = null
    await user.click(screen.getByRole('button', { name: 'Send reply' }))
    await screen.findByRole('dialog', { name: 'Sign in again' })
    await signIn('mayas')
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Sign in again' })).toBeNull())
    expect(reply.isConnected).toBe(true)
    expect(reply.value).toBe('Dear Ana')
  })

  test.each([
    ['denied', /called off/],
    ['expired', /too long/],
    ['unavailable', /did not answer/],
    ['refused', /not accepted/],
    ['<b>', /Try again/],
  ])('a sign-in that ended as %s is said once', async (reason, words) => {
    history.replaceState(null, '', `/?signIn=failed&reason=${encodeURIComponent(reason)}&ticket=1`)
    render(<App />)
    await screen.findByText(words)
    expect(location.search).toBe('?ticket=1')
    cleanup()
  })
})

test('who is forgotten leaves no word in the browser; how the page looks stays', () => {
  for (const key of ['askdesk:conversation:list', 'askdesk:running', 'askdesk.draft.1042.agent']) {
    localStorage.setItem(key, 'secret')
    sessionStorage.setItem(key, 'secret')
  }
  localStorage.setItem('askdesk.color-scheme', 'dark')
  forgetPerson()
  expect(Object.keys(localStorage)).toEqual(['askdesk.color-scheme'])
  expect(Object.keys(sessionStorage)).toEqual([])
})
