import type { Page } from 'playwright'
import { answered, ask, drawerOf, newPage, open, pick, type Look, type Studio } from './studio.ts'

/** Brings a page to a state worth looking at. */
export type Scene = (studio: Studio, look: Look) => Promise<Page>

const atTicket = '/?ticket=1042&assistant=open'

const still =
  (path: string): Scene =>
  (studio, look) =>
    open(studio, look, path)

/** The assistant beside a ticket, after something was done in it. */
const assistant =
  (act: (page: Page) => Promise<unknown>): Scene =>
  async (studio, look) => {
    const page = await open(studio, look, atTicket)
    await act(page)
    return page
  }

/** Two providers' answers in one conversation, beside their ticket. */
export const twoAnswers = assistant(async (page) => {
  await ask(page, 'Summarise this ticket in three points')
  await answered(page)
  await pick(page, 'Groq')
  await ask(page, 'Draft a short reply to her')
  await answered(page)
})

/** The tickets have not come yet, or do not come. */
const listThat =
  (outcome: 'waits' | 'fails'): Scene =>
  async (studio, look) => {
    const page = await newPage(studio, look)
    await page.route('**/api/tickets?*', (route) =>
      outcome === 'fails' ? route.fulfill({ status: 500 }) : undefined,
    )
    await page.goto(studio.web)
    const sign = outcome === 'fails' ? page.getByRole('alert') : page.locator('[aria-busy=true]')
    await sign.first().waitFor()
    return page
  }

/** Somebody else changes the ticket while this page hears nothing of it. */
const conflict: Scene = async (studio, look) => {
  const page = await open(studio, look, '/?ticket=1041')
  const fields = page.getByRole('region', { name: 'Ticket #1041' })
  const address = `${studio.tickets}/api/tickets/1041`
  const { version, status } = await (await page.request.get(address)).json()
  await page.request.patch(address, {
    data: { status: status === 'pending' ? 'open' : 'pending', version },
  })
  await fields.getByRole('combobox', { name: 'Priority' }).selectOption('urgent')
  await page.getByText('Your change was not made').waitFor()
  return page
}

const offline: Scene = async (studio, look) => {
  const page = await open(studio, look, '/?ticket=1042')
  await page.context().setOffline(true)
  await page.getByText('You are offline').first().waitFor()
  return page
}

const shortcuts: Scene = async (studio, look) => {
  const page = await open(studio, look, '/')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  return page
}

/** Somebody without a session asks, and mistypes the token. */
const signIn: Scene = async (studio, look) => {
  const page = await open({ ...studio, web: studio.guarded }, look, atTicket)
  await page.getByLabel('Access token').fill('not-it')
  await page.keyboard.press('Enter')
  await page.getByText('not known here').waitFor()
  return page
}

/** Every state worth looking at, by the name of its picture. */
export const scenes: Readonly<Record<string, Scene>> = {
  list: still('/'),
  'list-loading': listThat('waits'),
  'list-failed': listThat('fails'),
  'no-match': still('/?q=nothing-has-this-word'),
  ticket: still('/?ticket=1042'),
  'unknown-ticket': still('/?ticket=9999'),
  'ticket-conflict': conflict,
  offline,
  shortcuts,
  'drawer-empty': still(atTicket),
  'drawer-streaming': assistant(async (page) => {
    await ask(page, '[[demo:long words=600]] Explain')
    await drawerOf(page).getByRole('article').last().getByText('Section 1').waitFor()
  }),
  'drawer-error': assistant(async (page) => {
    await ask(page, '[[demo:429 retryAfter=30]] What now?')
    await drawerOf(page).getByRole('alert').waitFor()
  }),
  'drawer-cut': assistant(async (page) => {
    await ask(page, '[[demo:cut after=12]] Explain')
    await drawerOf(page).getByRole('button', { name: 'Try again' }).waitFor()
  }),
  'drawer-two': twoAnswers,
  'drawer-receipt': assistant(async (page) => {
    await ask(page, 'Summarise this ticket')
    await answered(page)
    await drawerOf(page).getByText('to first words').click()
  }),
  'drawer-long': assistant(async (page) => {
    await ask(page, '[[demo:long words=250]] Explain')
    await answered(page)
  }),
  'drawer-providers': assistant((page) =>
    drawerOf(page).getByRole('combobox', { name: 'Provider' }).click(),
  ),
  'drawer-models': assistant((page) =>
    drawerOf(page).getByRole('combobox', { name: 'Model' }).click(),
  ),
  'drawer-faults': assistant(async (page) => {
    await drawerOf(page).getByRole('button', { name: 'Fault lab' }).click()
    await page.getByRole('region', { name: 'Fault lab' }).waitFor()
  }),
  'drawer-preview': assistant(async (page) => {
    await drawerOf(page).getByRole('textbox', { name: 'Message' }).fill('Draft a reply')
    await drawerOf(page).getByRole('button', { name: 'What the AI sees' }).click()
  }),
  'ticket-inserted': assistant(async (page) => {
    await ask(page, 'Draft a reply')
    await answered(page)
    await drawerOf(page).getByRole('button', { name: 'Insert into reply' }).click()
    await page.getByText('Drafted by').waitFor()
  }),
  'sign-in': signIn,
}
