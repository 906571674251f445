import type { Page } from 'playwright/test'
import { expect, test, type Desk } from '../../chat/chat-fixture.ts'
import { createPrompter, type Prompter } from '../../chat/prompter.ts'
import { conversationOf, drawerOf, finished, openAssistant, send } from '../support/desk.ts'
import { listen, type Spoken } from '../support/spoken.ts'

const answer = `The parcel is **late**. Three things to do:

- call the courier
- tell Eleanor
- wait for \`A-17\`

[The rules](https://example.com/rules) say two days.`
const heard = [
  'The parcel is late. Three things to do:',
  'call the courier',
  'tell Eleanor',
  'wait for A-17',
  'The rules say two days.',
].join('\n')

let replies = 0

async function ask(page: Page, desk: Desk, question: string): Promise<Prompter> {
  const name = `spoken ${++replies}`
  const prompter = createPrompter()
  desk.upstream.add(name, { pieces: prompter.pieces, everyMs: 0 })
  await send(page, `${question} [[say ${name}]]`)
  return prompter
}

function at(place: Spoken['place'], spoken: readonly Spoken[]): string[] {
  return spoken.filter((one) => one.place === place).map(({ text }) => text)
}

test('a whole exchange, as it is heard', async ({ page, desk }) => {
  const spoken = await listen(page)
  await openAssistant(page)
  const { log, articles } = conversationOf(page)

  const reply = await ask(page, desk, 'What now?')
  await expect.poll(async () => at('status', await spoken())).toContain('Waiting for OpenAI')
  for (const piece of answer.split(/(?<= )/)) reply.say(piece)
  await expect(articles.last()).toContainText('two days')
  expect(at('reply', await spoken()), 'not a word before the end').toEqual([])
  reply.end()
  await finished(page)

  const all = await spoken()
  process.stdout.write(
    `heard:\n${all.map(({ place, text }) => `  ${place}: ${text}`).join('\n')}\n`,
  )
  process.stdout.write(`read in the conversation:\n${await log.ariaSnapshot()}\n`)
  expect(at('status', all)).toEqual(['Sending', 'Waiting for OpenAI', 'Answering', 'Answer ready'])
  expect(at('reply', all)).toEqual([
    expect.stringMatching(/^Assistant, answered by OpenAI · gpt-4/),
  ])
  expect(at('reply', all)[0]?.slice(0, 200)).toContain(`: ${heard}`)
  expect(at('alert', all)).toEqual([])
  await expect(log).toMatchAriaSnapshot(`
    - log "Conversation":
      - article "You"
      - article /Assistant, answered by OpenAI · gpt-4/:
        - paragraph:
          - text: The parcel is
          - strong: late
        - list:
          - listitem: call the courier
          - listitem: tell Eleanor
          - listitem:
            - code: A-17
        - paragraph:
          - link "The rules"
        - button "Copy"
  `)

  await test.step('after a reload nothing is said again', async () => {
    await page.reload()
    await expect(articles).toHaveCount(2)
    await expect(
      drawerOf(page).getByRole('button', { name: 'Regenerate', exact: true }),
    ).toBeVisible()
    expect(await spoken()).toEqual([])
  })

  await test.step('nor in a second tab, and news is heard once in each', async () => {
    const second = await page.context().newPage()
    const spokenThere = await listen(second)
    await openAssistant(second)
    await expect(conversationOf(second).articles).toHaveCount(2)
    expect(await spokenThere()).toEqual([])
    const next = await ask(page, desk, 'And then?')
    next.say('Nothing ', 'more.')
    next.end()
    await finished(page)
    await finished(second)
    await expect(conversationOf(second).articles).toHaveCount(4)
    for (const tab of [await spoken(), await spokenThere()]) {
      expect(at('reply', tab)).toEqual([expect.stringMatching(/: Nothing more\.$/)])
      const words = at('status', tab)
      expect(words.at(-1)).toBe('Answer ready')
      expect(new Set(words).size, words.join()).toBe(words.length)
    }
    await second.close()
  })
})

test('a stop and an error are said, each once', async ({ page, desk }) => {
  const spoken = await listen(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)

  await test.step('stopped', async () => {
    const reply = await ask(page, desk, 'First')
    reply.say('Some words that ', 'came')
    await expect(articles.last()).toContainText('Some words')
    await drawer.getByRole('button', { name: 'Stop' }).press('Enter')
    await finished(page)
    expect(at('status', await spoken())).toEqual([
      'Sending',
      'Waiting for OpenAI',
      'Answering',
      'Stopped',
    ])
    // Whoever stopped it did not want to hear it.
    expect(at('reply', await spoken())).toEqual([])
    expect(at('alert', await spoken())).toEqual([])
  })

  await test.step('refused', async () => {
    await send(page, 'Second [[say nothing that is known]]')
    await expect(drawer.getByRole('alert')).toBeVisible()
    await finished(page)
    const alerts = at('alert', await spoken())
    expect(alerts).toEqual([expect.stringMatching(/OpenAI failed/)])
    expect(at('status', await spoken())).not.toContain('Answer ready')
    await page.reload()
    await expect(articles).toHaveCount(4)
    // An alert that is drawn with its conversation is there to be read; nothing else speaks.
    expect(at('status', await spoken())).toEqual([])
    expect(at('reply', await spoken())).toEqual([])
  })
})
