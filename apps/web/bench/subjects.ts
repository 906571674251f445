import type { Page } from 'playwright'
import { historyQuestion } from './reply-text.ts'

/** A page that is measured: how it is opened with so much history, and what holds a reply in it. */
export type Subject = {
  readonly name: 'askdesk' | 'plain' | 'plain-blocks' | 'naive'
  readonly open: (page: Page, urls: Urls, history: number) => Promise<void>
  /** Whether Markdown becomes elements that can be counted. */
  readonly isMarkdown: boolean
}

export type Urls = { readonly product: string; readonly comparison: string }

const ticket = '/?ticket=1042&assistant=open'

export const subjects: readonly Subject[] = [
  {
    name: 'askdesk',
    isMarkdown: true,
    open: async (page, { product }, history) => {
      await page.goto(`${product}${ticket}`, { waitUntil: 'networkidle' })
      if (history > 0) await page.getByRole('article').last().waitFor()
    },
  },
  comparison('plain', false),
  comparison('plain-blocks', false),
  comparison('naive', true),
]

function comparison(name: Subject['name'], isMarkdown: boolean): Subject {
  return {
    name,
    isMarkdown,
    open: async (page, { comparison: url }, history) => {
      await page.goto(`${url}/${name}?history=${history}`)
      await page.locator('#message[data-ready]').waitFor()
    },
  }
}

/** Has the conversation that history stands for in the real product, and gives back its storage. */
export async function recordHistory(
  page: Page,
  { product }: Urls,
  messages: number,
): ReturnType<ReturnType<Page['context']>['storageState']> {
  await page.goto(`${product}${ticket}`)
  const input = page.getByRole('textbox', { name: 'Message' })
  const stop = page.getByRole('button', { name: 'Stop', exact: true })
  await page.getByRole('region', { name: 'Ticket #1042' }).waitFor()
  for (let index = 0; index < messages / 2; index++) {
    await input.fill(historyQuestion(index))
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText(`What about step ${index}?`).waitFor()
    await stop.waitFor({ state: 'hidden' })
  }
  // Leaving the page writes what is not stored yet.
  await page.goto(`${product}/`)
  return page.context().storageState({ indexedDB: true })
}
