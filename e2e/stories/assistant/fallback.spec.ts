import { downMark, expect, test } from '../../chat/real-gateway-fixture.ts'
import {
  choose,
  collectAsked,
  conversationOf,
  finished,
  openAssistant,
  send,
} from '../support/desk.ts'

// Through the gateway that Portkey publishes, to see who was really asked.
test('another provider answers where that is wished for, and only before the first words', async ({
  page,
  providers,
}) => {
  const asked = collectAsked(page)
  const drawer = await openAssistant(page)
  const last = conversationOf(page).articles.last()
  const card = last.getByRole('alert')
  const mayFallBack = drawer.getByRole('checkbox', { name: /let another provider answer/ })
  const countOf = (): number[] =>
    [providers.groq, providers.aws].map((each) => each.requests().length)
  const [groqBefore = 0, awsBefore = 0] = countOf()
  await choose(page, 'Provider', /Groq/)

  await test.step('not unless it is ticked', async () => {
    await expect(mayFallBack).not.toBeChecked()
    await send(page, `${downMark} The first question`)
    await finished(page)
    await expect(card).toContainText('Groq is overloaded')
    expect(asked[0]?.postDataJSON()).not.toHaveProperty('fallback')
    expect(countOf()).toEqual([groqBefore + 1, awsBefore])
  })

  await test.step('ticked: asked once each, and both are named', async () => {
    await mayFallBack.check()
    await send(page, `${downMark} The second question`)
    await finished(page)
    await expect(last).toHaveAccessibleName('Assistant, answered by AWS Claude · claude-sonnet-5')
    await expect(last).toContainText(
      'Groq · Auto → AWS Claude · claude-sonnet-5 (Groq could not answer, so AWS Claude did)',
    )
    await expect(card).toHaveCount(0)
    await expect(drawer.getByRole('combobox', { name: 'Provider' })).toHaveValue('groq')
    expect(countOf()).toEqual([groqBefore + 2, awsBefore + 1])
  })

  await test.step('not once there are words', async () => {
    await send(page, 'The third question')
    await finished(page)
    await expect(last).toContainText('three good words')
    await expect(card).toContainText('Groq')
    expect(asked[2]?.postDataJSON()).toMatchObject({ fallback: expect.arrayContaining(['aws']) })
    expect(countOf()).toEqual([groqBefore + 3, awsBefore + 1])
  })

  await test.step('the tick and the reason outlast a reload', async () => {
    await page.reload()
    await expect(mayFallBack).toBeChecked()
    await expect(conversationOf(page).articles.nth(3)).toContainText(
      'Groq · Auto → AWS Claude · claude-sonnet-5 (Groq could not answer, so AWS Claude did)',
    )
  })
})

test('the picker says how a provider is doing once it was really asked', async ({ page }) => {
  const drawer = await openAssistant(page)
  const provider = drawer.getByRole('combobox', { name: 'Provider' })
  await choose(page, 'Provider', /OpenRouter/)
  await expect(provider).toHaveAccessibleDescription('Provider')
  await send(page, 'The first question')
  await finished(page)
  await expect(provider).toHaveAccessibleDescription(/^answering, first words after about \d/)
  const { providers } = await (await page.request.get('/api/ai/providers')).json()
  const { health } = providers.find(({ id }: { id: string }) => id === 'openrouter')
  const time =
    health.ttftMsP50 < 1000 ? `${health.ttftMsP50} ms` : `${(health.ttftMsP50 / 1000).toFixed(1)} s`
  await expect(provider).toHaveAccessibleDescription(new RegExp(`about ${time}$`))

  await choose(page, 'Provider', /Groq/)
  for (const question of ['one', 'two', 'three']) {
    await send(page, `${downMark} ${question}`)
    await finished(page)
  }
  await expect(provider).toHaveAccessibleDescription('not answering now')
})
