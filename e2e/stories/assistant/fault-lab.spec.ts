import type { Locator, Page } from 'playwright/test'
import { test as ownUpstreamTest } from '../../chat/chat-fixture.ts'
import {
  conversationOf,
  copiedReply,
  drawerOf,
  finished,
  openAssistant,
  send,
} from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

const splitText =
  'Grüße aus Köln, zażółć gęślą jaźń, 世界 こんにちは 한국어, नमस्ते, e\u0301 und n\u0303, 🎫 👩‍👩‍👧‍👦 🇵🇱 👍🏽 – fertig.'
const digits = '0123456789'.repeat(800)

/** Opens the panel and picks a fault, with the keyboard alone. */
async function pick(page: Page, label: string): Promise<void> {
  const drawer = drawerOf(page)
  await drawer.getByRole('button', { name: 'Fault lab' }).press('Enter')
  const panel = drawer.getByRole('region', { name: 'Fault lab' })
  await expect(panel.getByRole('radio', { checked: true })).toBeFocused()
  const wanted = panel.getByRole('radio', { name: new RegExp(`^${label}`) })
  await wanted.press('Space')
  await expect(wanted).toBeChecked()
  await panel.getByRole('button', { name: 'Done' }).press('Enter')
  await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeFocused()
}

/** The text of the reply alone: what Copy gives, without who answered. */
async function replyText(page: Page): Promise<string> {
  const copied = await copiedReply(page)
  return copied.slice(0, copied.lastIndexOf('\n\nAnswered by '))
}

type Shown = (page: Page, last: Locator, drawer: Locator) => Promise<void>

const answeredWell: Shown = async (page, last) => {
  await finished(page)
  await expect(last).toHaveAccessibleName(/answered by AWS Claude/)
  expect(await replyText(page)).toMatch(/Eleanor/)
}

const partThenHelp =
  (title: RegExp, buttons: readonly RegExp[]): Shown =>
  async (_page, last, drawer) => {
    await expect(drawer.getByRole('alert')).toContainText(title)
    await expect(last).toContainText('Askdesk')
    const card = drawer.getByRole('alert')
    for (const name of buttons)
      await expect(card.getByRole('button', { name }).first()).toBeVisible()
  }

/** Checks of the page under each fault, by its name. */
const faults: readonly (readonly [string, Shown])[] = [
  [
    'Slow start',
    async (page, last, drawer) => {
      await expect(last).toContainText('Waiting for AWS Claude…')
      await answeredWell(page, last, drawer)
    },
  ],
  ['Burst', answeredWell],
  [
    'Split UTF-8',
    async (page) => {
      await finished(page)
      expect(await replyText(page)).toBe(splitText)
    },
  ],
  ['CRLF', answeredWell],
  [
    'Error in the middle',
    partThenHelp(/AWS Claude failed|AWS Claude is overloaded/, [/Try again/, /Answer with/]),
  ],
  [
    'Rate limited',
    async (_page, last, drawer) => {
      await expect(drawer.getByRole('alert')).toContainText(/AWS Claude asks us to wait/)
      await expect(drawer.getByRole('alert')).toContainText(/in (?:10|\d) s/)
      await expect(last).toHaveAccessibleName('Assistant, no answer from AWS Claude')
    },
  ],
  ['Cut off', partThenHelp(/The answer was cut off/, [/Try again/, /Continue/])],
  [
    'Stall',
    async (page, last, drawer) => {
      await expect(last).toContainText('Askdesk')
      await expect(last).toContainText('Answering…')
      await drawer.getByRole('button', { name: 'Stop' }).click()
      await finished(page)
      await expect(last).toContainText('You stopped this answer')
    },
  ],
  [
    '8,000 chunks',
    async (page) => {
      await finished(page)
      expect(await replyText(page)).toBe(digits)
    },
  ],
]

test('the next question is broken as picked, and only that one', async ({ page }) => {
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  for (const [label, shown] of faults) {
    await test.step(label, async () => {
      await pick(page, label)
      await expect(drawer.getByText('Fault lab: your next question goes out with')).toBeVisible()
      await send(page, 'Summarise this ticket')
      await expect(drawer.getByText('Fault lab: your next question')).toBeHidden()
      await expect(articles).toHaveCount(2)
      await expect(articles.first()).toContainText('[[demo: ')
      await shown(page, articles.last(), drawer)
      await drawer.getByRole('button', { name: 'Clear chat' }).click()
    })
  }

  await test.step('left out again: the question goes as it was written', async () => {
    await pick(page, 'Rate limited')
    await drawer.getByRole('button', { name: 'Leave it out' }).press('Enter')
    await expect(drawer.getByText('Fault lab: your next question')).toBeHidden()
    await send(page, 'Summarise this ticket')
    await finished(page)
    await expect(articles.first()).toHaveText('Summarise this ticket')
    await expect(articles.last()).toHaveAccessibleName(/answered by AWS Claude/)
  })
})

test('a fault strikes the provider that was asked, and nobody who answers instead', async ({
  page,
}) => {
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await pick(page, 'Out of service')
  await send(page, 'Summarise this ticket')
  const card = drawer.getByRole('alert')
  await card.getByRole('button', { name: 'Answer with Groq' }).click()
  await finished(page)
  await expect(articles.last()).toHaveAccessibleName(/answered by Groq/)

  await drawer.getByRole('checkbox', { name: /let another provider answer/ }).check()
  await pick(page, 'Out of service')
  await send(page, 'And what next?')
  await finished(page)
  await expect(articles.last()).toHaveAccessibleName(/answered by (?!AWS)/)
  await expect(articles.last()).toContainText('AWS Claude could not answer')
})

ownUpstreamTest('where a real gateway answers, nothing of it is there', async ({ page }) => {
  const drawer = await openAssistant(page)
  await expect(drawer.getByRole('combobox', { name: 'Provider' })).toHaveValue('openai')
  await expect(drawer.getByText(/Demo mode/)).toHaveCount(0)
  await expect(drawer.getByRole('button', { name: 'Fault lab' })).toHaveCount(0)
})
