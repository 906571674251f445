import type { Page } from 'playwright/test'
import { cutMark, loseHeldConnections } from '../stand-ins/stand-in.ts'
import { choose, conversationOf, finished, openAssistant, send } from '../stories/support/desk.ts'
import { expect, keys, test, words } from './real-gateway-fixture.ts'
import type { TapRelay } from './tap-relay.ts'

const whole = words.join(' ')

test('Claude and OpenAI in one conversation, through the gateway that Portkey publishes', async ({
  page,
  providers,
  tap,
}) => {
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)

  await test.step('each answers in its own name, with what it reported', async () => {
    await send(page, 'The first question')
    await finished(page)
    await choose(page, 'Provider', /OpenAI/)
    await choose(page, 'Model', /gpt-4\.1,/)
    await send(page, 'The second question')
    await finished(page)
    await expect(articles.nth(1)).toHaveAccessibleName(
      'Assistant, answered by AWS Claude · claude-sonnet-5',
    )
    await expect(articles.nth(3)).toHaveAccessibleName('Assistant, answered by OpenAI · gpt-4.1')
    for (const index of [1, 3]) {
      const answer = articles.nth(index)
      await expect(answer).toContainText(whole)
      await answer.getByText(/to first words/).click()
      await expect(answer).toContainText('9 in, 4 out reported')
      await expect(answer.getByText(/^[\da-f]{8}-[\da-f-]{27}$/)).toBeVisible()
    }
    // The alias answered under a dated id of its own.
    await expect(articles.nth(3)).toContainText('gpt-4.1-2026-01-01')
    await expect(drawer.getByText(/^2 answers · 26 tokens \(reported\)/)).toBeVisible()
  })

  await test.step('each got the conversation in its own format', async () => {
    expect(providers.aws.requests()[0]?.headers['x-api-key']).toBe(keys.ANTHROPIC_API_KEY)
    expect(providers.aws.requests()[0]?.body).toMatchObject({ model: 'claude-sonnet-5' })
    const { body } = providers.openai.requests()[0] ?? {}
    expect(body).toMatchObject({ model: 'gpt-4.1', stream: true })
    expect(JSON.stringify(body?.['messages'])).toContain(
      `{"role":"user","content":"The first question"},{"role":"assistant","content":"${whole} "},{"role":"user","content":"The second question"}`,
    )
  })

  await test.step('a reload keeps it', async () => {
    const before = await articles.allTextContents()
    await page.reload()
    await expect(articles).toHaveCount(4)
    for (const index of [1, 3])
      await articles
        .nth(index)
        .getByText(/to first words/)
        .click()
    expect(await articles.allTextContents()).toEqual(before)
  })

  await expectNoKeys(page, tap)
})

test('what goes wrong behind the gateway ends in words, and Stop works through it', async ({
  page,
  tap,
}) => {
  const drawer = await openAssistant(page)
  const last = conversationOf(page).articles.last()

  await test.step('Stop in the middle', async () => {
    const deleted = page.waitForRequest((request) => request.method() === 'DELETE')
    await send(page, `${cutMark} The first question`)
    await expect(last).toContainText(words[5] ?? '')
    await drawer.getByRole('button', { name: 'Stop' }).click()
    await finished(page)
    await expect(last).toContainText('You stopped this answer')
    await expect(last).toContainText(words[5] ?? '')
    const run = await page.request.get((await deleted).url())
    expect(await run.text()).toContain('"outcome":"stopped"')
    loseHeldConnections()
  })

  await test.step('a provider that is lost, which the gateway shows as a good end', async () => {
    await choose(page, 'Provider', /OpenAI/)
    await send(page, `${cutMark} The second question`)
    await expect(last).toContainText(words[5] ?? '')
    loseHeldConnections()
    await finished(page)
    await expect(last.getByRole('alert')).toContainText('The answer was cut off')
    await expect(last).toContainText(words[5] ?? '')
  })

  await test.step('an error in the stream, of which the gateway leaves only a trace', async () => {
    await choose(page, 'Provider', /Groq/)
    await send(page, 'The third question')
    await finished(page)
    await expect(last).toContainText('three good words')
    await expect(last.getByRole('alert')).toContainText('Groq')
    await expect(last.getByRole('button', { name: 'Answer with AWS Claude' })).toBeVisible()
  })

  await expectNoKeys(page, tap)
})

/** No key in anything that the browser got, or holds. */
async function expectNoKeys(page: Page, tap: TapRelay): Promise<void> {
  const kept = await page.context().storageState({ indexedDB: true })
  const got = tap.seen()
  expect(got.split('event: end').length).toBeGreaterThan(2)
  const all = [got, JSON.stringify(kept), await page.content()].join('\n')
  for (const key of Object.values(keys)) expect(all.includes(key), 'a key').toBe(false)
  expect(got.toLowerCase().includes('"x-portkey-'), 'a header of the gateway').toBe(false)
  expect(got.includes('__cf_bm'), 'a cookie of a provider').toBe(false)
}
