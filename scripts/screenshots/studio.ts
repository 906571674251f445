import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright'

/** How a picture is taken. */
export type Look = {
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
}

/** Where pictures are taken: a browser, and where the product is. */
export type Studio = {
  readonly browser: Browser
  readonly web: string
  readonly tickets: string
  /** The same product, whose proxy wants a token. */
  readonly guarded: string
}

/** A page of its own for one picture; nothing has been loaded yet. */
export function newPage({ browser }: Studio, { width, height, scheme }: Look): Promise<Page> {
  return browser.newPage({ viewport: { width, height }, colorScheme: scheme })
}

export async function open(studio: Studio, look: Look, path: string): Promise<Page> {
  const page = await newPage(studio, look)
  await page.goto(`${studio.web}${path}`, { waitUntil: 'networkidle' })
  return page
}

export async function shoot(page: Page, folder: string, name: string): Promise<void> {
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  console.log(path)
  await page.close()
}

/** Docked beside the ticket on a wide screen, a dialog on a narrow one. */
export function drawerOf(page: Page): Locator {
  return page
    .getByRole('complementary', { name: 'AI assistant' })
    .or(page.getByRole('dialog', { name: 'AI assistant' }))
}

export async function ask(page: Page, text: string): Promise<void> {
  await drawerOf(page).getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Enter')
}

export async function pick(page: Page, provider: string): Promise<void> {
  await drawerOf(page).getByRole('combobox', { name: 'Provider' }).click()
  await page.getByRole('option', { name: provider }).click()
}

/** Waits until the reply is there. */
export async function answered(page: Page): Promise<void> {
  const regenerate = drawerOf(page).getByRole('button', { name: 'Regenerate', exact: true })
  await regenerate.last().waitFor({ timeout: 60_000 })
  const stop = drawerOf(page).getByRole('button', { name: 'Stop' })
  await stop.waitFor({ state: 'hidden', timeout: 60_000 })
}
