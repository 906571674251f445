import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('packages are chosen for the Node that runs them, whatever Node installs them', () => {
  const { devDependencies } = JSON.parse(read('package.json'))
  const [, installedFor] = /^nodeVersion: (\S+)$/m.exec(read('pnpm-workspace.yaml')) ?? []
  expect(installedFor).toBe(devDependencies.node)
  expect(process.versions.node).toBe(devDependencies.node)
})
