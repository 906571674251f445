import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import { conversationOf, drawerOf, finished, openAssistant, send } from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

test('Copy gives formatted text and Markdown at once, a code block its code, a selection itself', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const drawer = await openAssistant(page)
  const last = conversationOf(page).articles.last()
  await send(page, '[[demo:long words=400]] Tell me everything')
  await finished(page)
  const code = (await last.locator('pre').first().textContent()) ?? ''

  await test.step('the whole reply', async () => {
    await last.getByRole('button', { name: 'Copy', exact: true }).click()
    await expect(drawer.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached()
    const { plain, html } = await clipboardOf(page)

    expect(plain).toMatch(/^# A long answer\n\n## Section 1\n/)
    expect(plain).toContain('- item 1: ')
    expect(plain).toContain('| Column 1 | Column 2 | Column 3 |\n| --- | --- | --- |\n')
    expect(plain).toContain(`\`\`\`ts\n${code.trimEnd()}\n\`\`\``)
    expect(plain).toMatch(
      /\*\*The end of the long answer\.\*\*\n\nAnswered by Auto → AWS Claude · claude-sonnet-5\n.+Trace id [\da-f-]{36}\n$/,
    )

    const shape = await shapeOf(page, html)
    expect(shape.headings).toEqual(expect.arrayContaining(['A long answer', 'Section 1']))
    expect(shape.headCells).toEqual(['Column 1', 'Column 2', 'Column 3'])
    expect(shape.rows).toBe(5)
    expect(shape.items).toHaveLength(3)
    expect(shape.items[0]).toMatch(/^item 1: /)
    expect(shape.code).toBe(code)
    expect(shape.quotes).toBe(1)
    expect(shape.bold).toContain('The end of the long answer.')
    expect(shape.end).toMatch(/^Answered by Auto → AWS Claude · claude-sonnet-5.+Trace id /)
    expect(shape.junk).toEqual([])
  })

  await test.step('a code block alone', async () => {
    await last.getByRole('button', { name: 'Code to clipboard' }).first().click()
    await expect.poll(() => page.evaluate<string>('navigator.clipboard.readText()')).toBe(code)
  })

  await test.step('what was selected by hand', async () => {
    await last.getByText('The end of the long answer.').click({ clickCount: 3 })
    await page.keyboard.press('Control+c')
    await expect
      .poll(async () => (await clipboardOf(page)).plain.trim())
      .toBe('The end of the long answer.')

    await last.getByRole('heading', { name: 'A long answer' }).click({ position: { x: 1, y: 5 } })
    await last.getByText('The end of the long answer.').click({ modifiers: ['Shift'] })
    await page.keyboard.press('Control+c')
    // Also what was scrolled out of sight meanwhile.
    await expect
      .poll(async () => (await clipboardOf(page)).plain)
      .toMatch(/^A long answer\s+Section 1/)
    const { plain, html } = await clipboardOf(page)
    expect(plain).toContain('Column 1\tColumn 2\tColumn 3')
    expect((await shapeOf(page, html)).code).toBe(code)
  })
})

type Exported = {
  readonly format: string
  readonly version: number
  readonly exchanges: readonly {
    readonly question: string
    readonly shown: number
    readonly replies: readonly ExportedReply[]
  }[]
}

type ExportedReply = {
  readonly status: string
  readonly text: string
  readonly attribution: { readonly answeredBy: string; readonly asked: string | null } | null
  readonly run?: { readonly traceId: string }
  readonly receipt?: { readonly usageIs: string; readonly traceId: string }
  readonly facts: readonly {
    readonly name: string
    readonly value: string
    readonly mark: string
  }[]
  readonly error?: { readonly code: string; readonly message: string }
}

test('an export holds every question, answer, author and number, and what went wrong', async ({
  page,
}) => {
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await send(page, 'Summarise this ticket')
  await finished(page)
  await drawer.getByRole('button', { name: 'Regenerate with…' }).click()
  await page.getByRole('menuitem', { name: /OpenAI/ }).click()
  await finished(page)
  await send(page, '[[demo:stall after=12]] Draft a reply')
  await expect(articles.last()).toContainText('no model')
  await drawer.getByRole('button', { name: 'Stop' }).click()
  await finished(page)
  await send(page, '[[demo:cut after=8]] What next?')
  await finished(page)
  await send(page, '[[demo:503]] And then?')
  await finished(page)
  await expect(articles).toHaveCount(8)

  const json = await exported(page, 'JSON')
  expect(json.name).toMatch(/^askdesk-ticket-1042-\d{4}-\d\d-\d\d\.json$/)
  const document: Exported = JSON.parse(json.text)
  expect(document).toMatchObject({
    format: 'askdesk-conversation',
    version: 1,
    ticket: { id: 1042, subject: expect.stringContaining('Beam 2 Pro') },
    totals: { replies: 4, tokensAre: 'estimated' },
  })
  expect(document.exchanges.map(({ question, shown }) => [question, shown])).toEqual([
    ['Summarise this ticket', 1],
    ['[[demo:stall after=12]] Draft a reply', 0],
    ['[[demo:cut after=8]] What next?', 0],
    ['[[demo:503]] And then?', 0],
  ])
  const replies = document.exchanges.flatMap((exchange) => exchange.replies)
  expect(replies.map(({ status }) => status)).toEqual([
    'complete',
    'complete',
    'stopped',
    'interrupted',
    'error',
  ])
  expect(replies.map(({ attribution }) => attribution?.answeredBy)).toEqual([
    'AWS Claude · claude-sonnet-5',
    'OpenAI · gpt-4.1-mini',
    'AWS Claude · claude-sonnet-5',
    'AWS Claude · claude-sonnet-5',
    undefined,
  ])
  expect(replies[1]?.receipt).toMatchObject({ usageIs: 'reported' })
  expect(replies[3]?.receipt).toMatchObject({ usageIs: 'estimated' })
  expect(replies[3]?.error).toMatchObject({ code: 'interrupted' })
  expect(replies[4]).toMatchObject({ text: '', facts: [], error: { code: 'overloaded' } })

  const markdown = await exported(page, 'Markdown')
  expect(markdown.name).toBe(json.name.replace(/json$/, 'md'))
  expect(markdown.text).toMatch(/^# AI assistant: #1042 .*Beam 2 Pro/)
  for (const { question } of document.exchanges) expect(markdown.text).toContain(`> ${question}`)
  const sections = markdown.text.split(/^## Assistant.*$/m).slice(1)
  expect(sections).toHaveLength(replies.length)
  for (const [index, reply] of replies.entries()) expectTold(sections[index] ?? '', reply)
  expect(sections[0]).toContain('> Replaced by another answer')
  expect(sections[4]).toContain('Answered by nobody (asked: AWS Claude · auto)')
})

/** One reply is in the Markdown with all that the JSON says of it. */
function expectTold(section: string, reply: ExportedReply): void {
  expect(section).toContain(reply.text.trimEnd())
  expect(section).toContain(`> Ended: ${reply.status}`)
  if (reply.error) expect(section).toContain(reply.error.message)
  if (reply.attribution) {
    const { asked, answeredBy } = reply.attribution
    expect(section).toContain(`Answered by ${asked} → ${answeredBy}`)
    expect(reply.run?.traceId).toMatch(/^[\da-f-]{36}$/)
    expect(section).toContain(`Trace id ${reply.run?.traceId}`)
    expect(reply.facts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['First words after', 'Speed', 'Tokens']),
    )
  }
  for (const { name, value, mark } of reply.facts) {
    expect(mark).toMatch(/^(?:reported|estimated|list price of \d{4}-\d\d-\d\d)$/)
    expect(section).toContain(`${name} ${value} (${mark})`)
  }
}

async function exported(page: Page, format: string): Promise<{ name: string; text: string }> {
  await drawerOf(page).getByRole('button', { name: 'Export' }).click()
  const started = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: format }).click()
  const download = await started
  const name = download.suggestedFilename()
  await expect(
    drawerOf(page)
      .getByRole('status')
      .filter({ hasText: `Saved as ${name}` }),
  ).toBeAttached()
  return { name, text: await readFile(await download.path(), 'utf8') }
}

/** Both forms, as another program would be given them. */
function clipboardOf(page: Page): Promise<{ plain: string; html: string }> {
  return page.evaluate<{ plain: string; html: string }>(`(async () => {
    const [item] = await navigator.clipboard.read()
    const read = async (type) => (await (await item.getType(type)).text())
    return { plain: await read('text/plain'), html: await read('text/html') }
  })()`)
}

type Shape = {
  readonly headings: string[]
  readonly headCells: string[]
  readonly rows: number
  readonly items: string[]
  readonly code: string
  readonly quotes: number
  readonly bold: string[]
  readonly end: string
  /** Elements and attributes that mean nothing, or harm, in Word or in a mail. */
  readonly junk: string[]
}

/** The clipboard as a program that understands HTML reads it. */
function shapeOf(page: Page, html: string): Promise<Shape> {
  return page.evaluate<Shape>(`(() => {
    const { body } = new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html')
    const texts = (selector) => [...body.querySelectorAll(selector)].map((part) => part.textContent)
    const junk = [...body.querySelectorAll('*')].flatMap((part) => {
      const isOdd = /^(script|style|button|svg|input|label|details|nav|aside)$/.test(part.localName)
      const odd = part.getAttributeNames().filter((name) => /^(class|style|id|role|tabindex|on.*|data-.*|aria-.*)$/.test(name))
      return [...(isOdd ? [part.localName] : []), ...odd.map((name) => part.localName + ' ' + name)]
    })
    return {
      headings: texts('h1, h2, h3, h4, h5, h6'),
      headCells: texts('table th'),
      rows: body.querySelectorAll('table tr').length,
      items: texts('ul > li'),
      code: body.querySelector('pre')?.textContent ?? '',
      quotes: body.querySelectorAll('blockquote').length,
      bold: texts('strong'),
      end: body.lastElementChild?.textContent ?? '',
      junk,
    }
  })()`)
}
