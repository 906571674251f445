import { once } from 'node:events'
import { errorCodes, type ApiError, type ErrorCode } from '@askdesk/contracts'
import type { Locator, Page } from 'playwright/test'
import { startCutRelay } from '../../chat/cut-relay.ts'
import {
  conversationOf,
  drawerOf,
  finished,
  openAssistant,
  playOnce,
  send,
} from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

const again = 'Try again'
/** Two others. Which ones depends on how they are doing. */
const others = ['Answer with …', 'Answer with …']

type Case = {
  /** A script of the demo gateway, or an error as the proxy words it. */
  readonly cause: string | Partial<ApiError>
  /** Says what happened, and at whom. */
  readonly title: string
  /** Says what to do about it. */
  readonly advice: RegExp
  readonly buttons: readonly string[]
}

const pick = /another (?:provider|model)/
const unset = { message: 'AWS Claude is not set up on this server. Pick another provider.' }

/** Every code of the contract. The demo gateway causes what it can; the rest is answered in its place. */
const cases: Readonly<Record<Exclude<ErrorCode, 'stopped'>, Case>> = {
  invalid_request: {
    cause: 'status code=422',
    title: 'The question was not accepted',
    advice: /AWS Claude refused the request: The request could not be served/,
    buttons: [again, ...others],
  },
  unknown_provider: {
    cause: { message: 'There is no provider “aws” here. Pick another provider.' },
    title: 'This provider is not known any more',
    advice: pick,
    buttons: [again, ...others],
  },
  unknown_model: {
    cause: 'status code=404',
    title: 'This model is not known any more',
    advice: /AWS Claude does not know the model claude-\S+\. Pick another model/,
    buttons: [again, ...others],
  },
  model_retired: {
    cause: { message: 'AWS Claude has shut this model down. Pick another model.' },
    title: 'This model was shut down',
    advice: pick,
    buttons: [again, ...others],
  },
  not_configured: {
    cause: unset,
    title: 'AWS Claude is not set up',
    advice: pick,
    buttons: [again, ...others],
  },
  unauthorized: {
    cause: { message: 'This proxy needs a token.', type: 'authentication_error' },
    title: 'You were not signed in',
    advice: /Sign in, then try again\. Your question is kept\./,
    buttons: [again],
  },
  forbidden_origin: {
    cause: { message: 'Pages of this origin may not use this proxy. Ask the operator.' },
    title: 'This page may not ask',
    advice: /Ask the operator/,
    buttons: [],
  },
  key_rejected: {
    cause: '401',
    title: 'AWS Claude refused our key',
    advice: /Tell the operator; another provider may work/,
    buttons: [again, ...others],
  },
  rate_limited: {
    cause: '429 retryAfter=30',
    title: 'AWS Claude asks us to wait',
    advice: /Wait a moment, or pick another provider.*again in \d+ s/s,
    buttons: [again, ...others],
  },
  budget_exceeded: {
    cause: '412',
    title: 'The budget is used up',
    advice: /for AWS Claude.*Ask the operator to raise it, or pick another provider/,
    buttons: [again, ...others],
  },
  context_too_long: {
    cause: '400-context',
    title: 'Too long for AWS Claude',
    advice: /Clear the chat, leave out notes, or pick a model with a larger context/,
    buttons: [again, ...others],
  },
  content_filtered: {
    cause: '446',
    title: 'AWS Claude declined to answer',
    advice: /Rephrase it/,
    buttons: [again, ...others],
  },
  overloaded: {
    cause: '529',
    title: 'AWS Claude is overloaded',
    advice: /Try again in a moment, or pick another provider/,
    buttons: [again, ...others],
  },
  upstream_timeout: {
    cause: '408',
    title: 'AWS Claude took too long',
    advice: /Try again, or pick another provider/,
    buttons: [again, ...others],
  },
  upstream_unreachable: {
    cause: 'unreachable',
    title: 'AWS Claude cannot be reached',
    advice: /Try again, or pick another provider/,
    buttons: [again, ...others],
  },
  upstream_error: {
    cause: '500',
    title: 'AWS Claude failed',
    advice: /Try again, or pick another provider/,
    buttons: [again, ...others],
  },
  interrupted: {
    cause: 'cut after=5',
    title: 'The answer was cut off',
    advice: /The connection to AWS Claude was cut.*text so far is kept; try again or continue/,
    buttons: [again, 'Continue', ...others],
  },
  too_many_runs: {
    cause: { message: 'You have 4 replies running. Wait for one to end, or stop one.' },
    title: 'Too many answers at once',
    advice: /Wait for one to end, or stop one/,
    buttons: [again],
  },
  payload_too_large: {
    cause: { message: 'The request body is larger than allowed. Shorten the conversation.' },
    title: 'Too much to send',
    advice: /Shorten the conversation/,
    buttons: [again],
  },
  wrong_host: {
    cause: { message: 'This name is not one of this server. Try again at http://localhost.' },
    title: 'This address is not one of Askdesk',
    advice: /Try again/,
    buttons: [again],
  },
  not_found: {
    cause: { message: 'There is nothing here any more. Try again.' },
    title: 'There is no such thing any more',
    advice: /Try again/,
    buttons: [again],
  },
  conflict: {
    cause: { message: 'This was changed in the meantime. Try again.' },
    title: 'Somebody was faster',
    advice: /Try again/,
    buttons: [again],
  },
  unavailable: {
    cause: { message: 'The identity provider cannot be reached. Try again.' },
    title: 'A part of Askdesk is away',
    advice: /Try again/,
    buttons: [again],
  },
  internal: {
    cause: { message: 'Something went wrong in the proxy. Try again.' },
    title: 'Something went wrong here',
    advice: /Try again/,
    buttons: [again],
  },
}

/** Answers the next question with an error in the proxy's shape, which names no provider. */
async function refuseOnce(page: Page, code: ErrorCode, part: Partial<ApiError>): Promise<void> {
  const error = { message: 'It failed.', type: 'api_error', code, retryable: false, ...part }
  await page.route('**/api/ai/stream', (route) => route.fulfill({ status: 400, json: { error } }), {
    times: 1,
  })
}

async function helpOf(card: Locator): Promise<string[]> {
  const names = await card.getByRole('button').allInnerTexts()
  return names.map((name) =>
    name.replace(/^Answer with (?:OpenAI|Groq|OpenRouter)$/, others[0] ?? ''),
  )
}

test('every way to fail is told in words, with what helps and nothing else', async ({ page }) => {
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  expect(Object.keys(cases).toSorted()).toEqual(
    errorCodes.filter((code) => code !== 'stopped').toSorted(),
  )
  for (const code of errorCodes) {
    if (code === 'stopped') continue
    const { cause, title, advice, buttons } = cases[code]
    await test.step(code, async () => {
      await (typeof cause === 'string' ? playOnce(page, cause) : refuseOnce(page, code, cause))
      await send(page, `A question that ends in ${code}`)
      const card = drawer.getByRole('alert')
      await expect(card).toContainText(title)
      await expect(card).toContainText(advice)
      expect(await helpOf(card), code).toEqual(buttons)
      await expect(articles).toHaveCount(2)
      await expect(articles.first()).toContainText(`A question that ends in ${code}`)
      await drawer.getByRole('button', { name: 'Clear chat' }).click()
      await expect(articles).toHaveCount(0)
    })
  }

  await test.step('a stop is no error', async () => {
    await send(page, '[[demo:slow-first-byte ms=60000]] A question that is stopped')
    await drawer.getByRole('button', { name: 'Stop' }).click()
    await expect(articles.last()).toContainText('Stopped before an answer came')
    await expect(drawer.getByRole('alert')).toHaveCount(0)
    await drawer.getByRole('button', { name: 'Clear chat' }).click()
  })

  await test.step("Askdesk's own limit is nobody else's", async () => {
    const limit = { message: 'That was more than 60 requests in a minute.', retryAfterMs: 20_000 }
    await refuseOnce(page, 'rate_limited', limit)
    await send(page, 'One too many')
    const card = drawer.getByRole('alert')
    await expect(card).toContainText('Too many questions at once')
    await expect(card).toContainText(/Askdesk accepts questions again in \d+ s/)
    await expect(card).not.toContainText('AWS Claude')
    expect(await helpOf(card)).toEqual([again])
    await drawer.getByRole('button', { name: 'Clear chat' }).click()
  })

  await test.step('no network', async () => {
    await page.route('**/api/ai/stream', (route) => route.abort(), { times: 1 })
    await send(page, 'Is anybody there?')
    const card = drawer.getByRole('alert')
    await expect(card).toContainText('No connection')
    await expect(card).toContainText('Check your connection, then try again')
    expect(await helpOf(card)).toEqual([again])
    await card.getByRole('button', { name: again }).click()
    await finished(page)
    await expect(articles).toHaveCount(2)
    await expect(articles.last()).toHaveAccessibleName(/answered by AWS Claude/)
  })
})

test('a session that has ended: sign in, then try again', async ({ page }) => {
  const drawer = await openAssistant(page)
  let session = { required: true, signedIn: false }
  await page.route('**/api/session', (route) => {
    if (route.request().method() !== 'POST') return route.fulfill({ json: session })
    session = { ...session, signedIn: true }
    return route.fulfill({ status: 204 })
  })
  await refuseOnce(page, 'unauthorized', { message: 'This proxy needs a token.' })
  await send(page, 'Summarise this ticket')
  const card = drawer.getByRole('alert')
  await expect(card).toContainText('You were not signed in')
  await expect(card).toContainText('Sign in, then try again. Your question is kept.')
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByRole('textbox', { name: 'Token' }).fill('right')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toBeHidden()
  await card.getByRole('button', { name: again }).click()
  await finished(page)
  await expect(conversationOf(page).articles.first()).toContainText('Summarise this ticket')
  await expect(conversationOf(page).articles.last()).toHaveAccessibleName(/answered by AWS Claude/)
})

test('a countdown runs down, and then the same question is answered', async ({ page }) => {
  await page.clock.install()
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await playOnce(page, '429 retryAfter=60')
  await send(page, 'Summarise this ticket')
  const card = drawer.getByRole('alert')
  await expect(card).toContainText(/again in (?:60|5\d) s/)
  await page.clock.fastForward(30_000)
  await expect(card).toContainText(/again in (?:30|2\d) s/)
  await page.clock.fastForward(31_000)
  await expect(card).not.toContainText('again in')
  await expect(articles.first()).toContainText('Summarise this ticket')
  await card.getByRole('button', { name: again }).click()
  await finished(page)
  await expect(card).toHaveCount(0)
  await expect(articles).toHaveCount(2)
  await expect(articles.last()).toHaveAccessibleName(/answered by AWS Claude/)
})

test('what is going on is said in words all the way', async ({ page, context, stack }) => {
  const relay = await startCutRelay(stack.url)
  await page.clock.install()
  await page.goto(`${relay.url}/?assistant=open`)
  const drawer = drawerOf(page)
  const { articles } = conversationOf(page)
  const last = articles.last()
  const gate = new AbortController()
  const released = once(gate.signal, 'abort')
  await page.route(
    '**/api/ai/stream',
    async (route) => {
      await released
      await route.continue()
    },
    { times: 1 },
  )
  // The session is asked for first, and that takes a turn of the clock.
  await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await page.clock.pauseAt(Date.now() + 60_000)
  await send(page, '[[demo:stall after=12]] Summarise this ticket')
  await expect(last).toContainText('Sending…')
  await page.clock.runFor(1000)
  await expect(last).toContainText('Waiting for AWS Claude…')
  await page.clock.runFor(6000)
  await expect(last).toContainText(/Waiting for AWS Claude… \d s/)
  await page.clock.resume()
  gate.abort()
  await expect(last).toContainText('Answering…')
  await page.clock.fastForward(8000)
  await expect(last).toContainText(/Nothing new from AWS Claude for \d+ s\. You can wait or stop\./)

  await context.setOffline(true)
  relay.cut()
  await expect(last).toContainText('Reconnecting…')
  await context.setOffline(false)
  await expect(last).not.toContainText('Reconnecting…')
  await drawer.getByRole('button', { name: 'Stop' }).click()
  await expect(last).toContainText('You stopped this answer')
  relay.close()
})
