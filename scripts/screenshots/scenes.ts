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

/** Somebody else changes the same field while this page hears nothing of it. */
const conflict: Scene = async (studio, look) => {
  const page = await open(studio, look, '/?ticket=1041')
  const fields = page.getByRole('region', { name: 'Ticket #1041' })
  const address = `${studio.tickets}/api/tickets/1041`
  const { version, priority } = await (await page.request.get(address)).json()
  await page.request.patch(address, {
    data: { priority: priority === 'low' ? 'normal' : 'low', version },
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

/** A text in two scripts, with sources, in the place of what the demo gateway says. */
const otherScripts: Scene = async (studio, look) => {
  const page = await open(studio, look, atTicket)
  await page.route('**/api/ai/stream', async (route) => {
    const response = await route.fetch()
    const events = (await response.text()).split('\n\n')
    const delta = {
      content: [
        '## مرحبا إلينور',
        'الطلب ORD-1234 في الطريق، راجع https://example.com/track، ثم أخبرنا.',
        '- الشحن: 3~5 أيام\n- Return within 30 days\n- `npm start`',
        '请访问https://example.com/help，然后登录。**「注意」**这很重要。',
        '| المنتج | السعر |\n|---|---|\n| Beam 2 Pro | 60*40*30 cm, $5 to 10$ |',
      ].join('\n\n'),
      annotations: [
        {
          type: 'url_citation',
          url_citation: { url: 'https://example.com/track', title: 'Track' },
        },
      ],
    }
    const chunk = `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}`
    const [run = '', ...rest] = events
    const ends = rest.filter((event) => /"finish_reason":"|event: end/.test(event))
    await route.fulfill({ response, body: [run, chunk, ...ends, ''].join('\n\n') })
  })
  await ask(page, 'أين الطلب ORD-1234؟')
  await answered(page)
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
  'drawer-busy': assistant(async (page) => {
    await ask(page, '[[demo:429 retryAfter=5]] What now?')
    await drawerOf(page).getByText('Asking again in').waitFor()
  }),
  'drawer-scripts': otherScripts,
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
  'ticket-internal': assistant(async (page) => {
    await ask(page, 'Summarise this ticket')
    await answered(page)
    await drawerOf(page).getByRole('button', { name: 'Insert into reply' }).click()
    await page.getByRole('button', { name: 'Move to public reply' }).waitFor()
  }),
  'sign-in': signIn,
}
