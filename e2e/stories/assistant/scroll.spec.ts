import type { Locator, Page } from 'playwright/test'
import { expect, test, type Desk } from '../../chat/chat-fixture.ts'
import { createPrompter, type Prompter } from '../../chat/prompter.ts'
import { conversationOf, drawerOf, finished, openAssistant, send } from '../support/desk.ts'
import { setScrollTop, untilAtRest, watchFirstParagraph } from '../support/scroll-watch.ts'

const sentence = 'The order was shipped on Monday and has not arrived yet, so the customer asks.'
/** As WCAG 1.4.12 wants it to be possible. */
const textSpacing = 'letter-spacing: 0.12em; word-spacing: 0.16em'
const jumpName = /^Jump to latest/

/** A reply that is being given, paragraph by paragraph. */
type Reply = Prompter & { readonly paragraphs: (count: number) => Promise<void> }

let replies = 0

async function ask(page: Page, desk: Desk, question: string): Promise<Reply> {
  const name = `scroll ${++replies}`
  const prompter = createPrompter()
  let said = 0
  desk.upstream.add(name, { pieces: prompter.pieces, everyMs: 2 })
  await send(page, `${question} [[say ${name}]]`)
  return {
    ...prompter,
    async paragraphs(count) {
      const from = said + 1
      said += count
      const pieces = Array.from({ length: count }, (_, index) => [
        `\n\nNumber ${from + index}. `,
        ...sentence.split(/(?<=\w \w+ )/),
      ])
      prompter.say(...pieces.flat())
      await expect(paragraph(page, said)).toContainText('customer asks.')
    },
  }
}

function paragraph(page: Page, number: number): Locator {
  return conversationOf(page)
    .articles.last()
    .getByRole('paragraph')
    .filter({ hasText: `Number ${number}. ` })
}

function jumpButton(page: Page): Locator {
  return drawerOf(page).getByRole('button', { name: jumpName })
}

/** How far the lower edge of what was said last is from the lower edge of the log; below it is less than 0. */
async function roomBelow(page: Page): Promise<number> {
  const { log, articles } = conversationOf(page)
  const [frame, last] = await Promise.all([log.boundingBox(), articles.last().boundingBox()])
  if (!frame || !last) throw new Error('There is no reply in the log.')
  return frame.y + frame.height - (last.y + last.height)
}

async function expectAtEnd(page: Page): Promise<void> {
  await expect.poll(() => roomBelow(page)).toBeGreaterThanOrEqual(0)
  await expect(jumpButton(page)).toBeHidden()
}

/** Text comes while the reader is elsewhere: nothing moves, and what is new is counted. */
async function expectStillWhileGrowing(page: Page, reply: Reply, how: string): Promise<void> {
  await expect(jumpButton(page), how).toHaveAccessibleName('Jump to latest')
  const stop = await watchFirstParagraph(page)
  await reply.paragraphs(1)
  await expect(jumpButton(page), how).toHaveAccessibleName(/1 new paragraph$/)
  await reply.paragraphs(6)
  await expect(jumpButton(page), how).toHaveAccessibleName(/7 new paragraphs$/)
  expectStill(await stop(), how)
}

function expectStill({ places, text }: { places: number[]; text: string }, how: string): void {
  const [first = Number.NaN] = places
  const furthest = Math.max(...places.map((place) => Math.abs(place - first)))
  expect(furthest, `${how}: “${text}” moved`).toBeLessThanOrEqual(1)
  expect(places.length, `${how}: frames`).toBeGreaterThan(2)
}

async function jumpBack(page: Page, reply: Reply): Promise<void> {
  await jumpButton(page).press('Enter')
  await expectAtEnd(page)
  // The button has gone; whoever pressed it can go on reading with the arrow keys.
  await expect(conversationOf(page).log).toBeFocused()
  await reply.paragraphs(2)
  await expectAtEnd(page)
}

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('It has no place on the screen.')
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }
}

test('a question goes to the top, and its answer begins where it can be read', async ({
  page,
  desk,
}) => {
  await openAssistant(page)
  const { log, articles } = conversationOf(page)
  const first = await ask(page, desk, 'The first question')
  await first.paragraphs(14)
  first.end()
  await finished(page)

  const second = await ask(page, desk, 'The second question')
  await expect(articles).toHaveCount(4)
  const fromTop = async (what: Locator): Promise<number> => {
    const [frame, asked] = await Promise.all([log.boundingBox(), what.boundingBox()])
    return (asked?.y ?? Number.NaN) - (frame?.y ?? Number.NaN)
  }
  const question = articles.nth(2)
  await expect.poll(() => fromTop(question)).toBeLessThan(48)
  const place = await fromTop(question)
  expect(place, 'the question is in view').toBeGreaterThanOrEqual(0)
  // As long as there is room below, nothing moves.
  await second.paragraphs(1)
  expect(Math.abs((await fromTop(question)) - place)).toBeLessThanOrEqual(1)
  await second.paragraphs(24)
  await expect(jumpButton(page)).toBeVisible()
  const begin = await fromTop(paragraph(page, 1))
  expect(begin, 'its first line is at the top').toBeLessThan(24)
  expect(begin, 'and in view').toBeGreaterThanOrEqual(0)
  await second.paragraphs(6)
  expect(Math.abs((await fromTop(paragraph(page, 1))) - begin)).toBeLessThanOrEqual(1)

  await jumpBack(page, second)
  await second.paragraphs(6)
  second.end()
  await finished(page)
  await expectAtEnd(page)
})

test('who scrolls up is left alone, however it was done', async ({ page, desk }) => {
  await openAssistant(page)
  const { log } = conversationOf(page)
  const reply = await ask(page, desk, 'Tell me everything')
  await reply.paragraphs(24)
  await jumpBack(page, reply)
  const middle = await middleOf(log)

  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'wheel',
      async () => {
        await page.mouse.move(middle.x, middle.y)
        await page.mouse.wheel(0, -240)
      },
    ],
    ['Page Up', () => log.press('PageUp')],
    ['arrow up', () => log.press('ArrowUp')],
    ['a position that is just set', () => setScrollTop(page, -300)],
    [
      'a thumb that is held',
      async () => {
        await page.mouse.move(middle.x, middle.y)
        await page.mouse.down()
        await setScrollTop(page, -260)
        await page.mouse.up()
      },
    ],
  ]
  for (const [how, scroll] of ways) {
    await test.step(how, async () => {
      await untilAtRest(page, scroll)
      await expectStillWhileGrowing(page, reply, how)
      await jumpBack(page, reply)
    })
  }
})

test('scrolling against text that comes wins at once', async ({ page, desk }) => {
  await openAssistant(page)
  const { log } = conversationOf(page)
  const reply = await ask(page, desk, 'Tell me everything')
  await reply.paragraphs(20)
  await jumpBack(page, reply)
  const middle = await middleOf(log)
  await page.mouse.move(middle.x, middle.y)
  const growth = reply.paragraphs(30)
  await untilAtRest(page, () => page.mouse.wheel(0, -60))
  await expect(jumpButton(page)).toBeVisible()
  const stop = await watchFirstParagraph(page)
  await growth
  expectStill(await stop(), 'wheel while text comes')
  await expect(jumpButton(page)).toHaveAccessibleName(/new paragraph/)

  await test.step('back at the end by the End key: it is followed again', async () => {
    await untilAtRest(page, () => log.press('End'))
    await expectAtEnd(page)
    await reply.paragraphs(3)
    await expectAtEnd(page)
  })
})

test('Jump to latest wins over a glide that is still under way', async ({ page, desk }) => {
  await openAssistant(page)
  const { log } = conversationOf(page)
  const reply = await ask(page, desk, 'Tell me everything')
  await reply.paragraphs(60)
  await jumpBack(page, reply)
  for (let time = 0; time < 3; time += 1) {
    await log.press('Home')
    await jumpButton(page).click()
    await expectAtEnd(page)
    await reply.paragraphs(1)
    await expectAtEnd(page)
  }
})

test('what is laid out late moves nothing', async ({ page, desk }) => {
  await openAssistant(page)
  const { log, articles } = conversationOf(page)
  const reply = await ask(page, desk, 'Tell me everything')
  await reply.paragraphs(12)
  reply.say('\n\n```ts\nconst answer: number = 42\n')
  await expect(articles.last().getByText('const answer')).toBeVisible()
  reply.say('```')
  await reply.paragraphs(12)
  await jumpBack(page, reply)
  await untilAtRest(page, () => setScrollTop(page, -420))

  const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'a block of code that is coloured',
      async () => {
        reply.say('\n\n```ts\nconst late: string = "yes"\n')
        await expect(articles.last().getByText('const late')).toBeAttached()
        reply.say('```')
        await reply.paragraphs(1)
      },
    ],
    ['a lower window', () => page.setViewportSize({ width: 1440, height: 760 })],
    ['a higher window', () => page.setViewportSize({ width: 1440, height: 900 })],
    ['another width of the pane', () => page.getByRole('separator').press('ArrowLeft')],
    ['another font', () => page.evaluate(`document.body.style.fontFamily = 'serif'`)],
    ['wider text spacing', () => page.evaluate(`document.body.style.cssText += '${textSpacing}'`)],
  ]
  for (const [what, change] of changes) {
    await test.step(what, async () => {
      const stop = await watchFirstParagraph(page)
      await change()
      await reply.paragraphs(1)
      expectStill(await stop(), what)
    })
  }

  await test.step('and at the end, the end stays in view', async () => {
    await jumpButton(page).click()
    await expectAtEnd(page)
    for (const [what, change] of [
      ['a bigger font', () => page.evaluate(`document.documentElement.style.fontSize = '125%'`)],
      ['zoom', () => page.evaluate(`document.documentElement.style.zoom = '1.5'`)],
      ['a lower window', () => page.setViewportSize({ width: 1440, height: 640 })],
    ] as const) {
      await change()
      await expect.poll(() => roomBelow(page), { message: what }).toBeGreaterThanOrEqual(0)
    }
    await expect(log).toBeVisible()
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('a finger takes the view, and a tap gives it back', async ({ page, desk }) => {
    await openAssistant(page)
    const { log } = conversationOf(page)
    const reply = await ask(page, desk, 'Tell me everything')
    await reply.paragraphs(24)
    await jumpBack(page, reply)
    const middle = await middleOf(log)
    await untilAtRest(page, () => dragFinger(page, middle, 200))
    await expectStillWhileGrowing(page, reply, 'finger')
    await jumpButton(page).tap()
    await expectAtEnd(page)
    await reply.paragraphs(2)
    await expectAtEnd(page)
  })
})

/** A finger that goes down and pulls, as the touch screen reports it. */
async function dragFinger(
  page: Page,
  { x, y }: { x: number; y: number },
  distance: number,
): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', moved: number) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y: y + moved }],
    })
  await touch('touchStart', 0)
  for (let moved = 20; moved <= distance; moved += 20) await touch('touchMove', moved)
  await touch('touchEnd', distance)
}
