import axe from 'axe-core'
import { expect, type Page } from 'playwright/test'

const options = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  rules: { region: { enabled: true }, 'heading-order': { enabled: true } },
}

type Violation = { id: string; nodes: { target: string[]; failureSummary: string }[] }

/** Checks what is on the page now by the rules of WCAG 2.2 AA, as far as a program can. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(document, ${JSON.stringify(options)})`,
  )
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
  expect.soft(found, state).toEqual([])
}
