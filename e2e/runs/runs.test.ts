import { expect, test } from 'vitest'
import { endings, verifyLeaving } from './leaving.ts'
import { verifyResume } from './resume.ts'

test('streams cut at 60 random bytes are read on exactly', async () => {
  const { cuts, exact, failures } = await verifyResume({ seed: 7, count: 60 })
  expect(failures).toEqual([])
  expect(exact).toBe(cuts)
})

test.each(endings)('%s: upstream is closed, 30 of 30', async (kind) => {
  expect((await verifyLeaving(kind, 30)).closed).toBe(30)
})
