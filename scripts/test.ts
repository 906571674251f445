import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from './build-web.ts'
import { fromRoot } from './stack.ts'

/**
 * Everything that must hold before a change lands: format, lint, types, unused code, rooms, the build,
 * tests in Node, and the stories in a real browser. `--static` stops before the tests, `--e2e`
 * runs the stories alone. With files (or parts of their paths) it runs those and nothing else. The last line counts.
 */
type Count = { passed: number; failed: number }

const packages = [
  'packages/contracts',
  'packages/providers',
  'packages/service',
  'apps/proxy',
  'apps/tickets',
  'apps/demo-gateway',
  'apps/web',
  'e2e',
  'scripts',
]
const bin = (name: string): string => fromRoot(`node_modules/.bin/${name}`)
const results = mkdtempSync(join(tmpdir(), 'askdesk-test-'))
const total: Count = { passed: 0, failed: 0 }
const only = process.argv.slice(2)
const files = only.filter((word) => !word.startsWith('--'))
const stories = files.filter((file) => isStory(file))
const tests = files.filter((file) => !isStory(file))

if (files.length > 0) await runFiles()
else {
  if (!only.includes('--e2e')) await runStatic()
  if (!only.includes('--static') && !only.includes('--e2e')) await runVitest()
  if (!only.includes('--static')) await runStories()
}
rmSync(results, { recursive: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

function isStory(file: string): boolean {
  return /\.spec\.ts(:\d+)?$|^(e2e\/)?(stories|chat)\//.test(file) || only.includes('--e2e')
}

/** The page that stories look at is built where its sources have changed. */
async function runFiles(): Promise<void> {
  if (tests.length > 0) await runVitest(tests)
  if (stories.length === 0) return
  await buildWeb({ onlyIfChanged: true })
  await runStories(stories)
}

async function runStatic(): Promise<void> {
  await check('format', bin('oxfmt'), ['--check'])
  await check('lint', bin('oxlint'), ['--deny-warnings'])
  for (const folder of packages) await check(`types ${folder}`, bin('tsc'), ['-p', folder])
  await check('unused code', bin('knip'), [])
  await check('rooms', process.execPath, [fromRoot('scripts/graph.ts')])
  await check('build', process.execPath, [fromRoot('scripts/build.ts')])
}

/** A step that passes or fails as a whole. Its output is shown when it fails. */
async function check(name: string, command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args, 'collect')
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name}`)
  if (code !== 0 || name === 'build') console.log(output.trim())
  if (code === 0) total.passed += 1
  else total.failed += 1
}

async function runVitest(names: readonly string[] = []): Promise<void> {
  const file = join(results, 'vitest.json')
  const { code } = await run(
    bin('vitest'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...names],
    'show',
  )
  const report = readJson(file)
  addCounts(
    code,
    numberAt(report, 'numPassedTests'),
    numberAt(report, 'numFailedTests') + brokenFiles(report),
  )
}

/** Counts files that fail without a failing test, such as one that cannot be imported. */
function brokenFiles(report: Readonly<Record<string, unknown>>): number {
  const files: unknown = report['testResults']
  if (!Array.isArray(files)) return 0
  return files.filter((file: unknown) => {
    const { status, assertionResults } = Object(file)
    const tests: readonly unknown[] = Array.isArray(assertionResults) ? assertionResults : []
    return status === 'failed' && tests.every((one) => Object(one).status !== 'failed')
  }).length
}

async function runStories(names: readonly string[] = []): Promise<void> {
  const file = join(results, 'playwright.json')
  const { code } = await run(
    fromRoot('e2e/node_modules/.bin/playwright'),
    [
      'test',
      '--config',
      fromRoot('e2e/playwright.config.ts'),
      '--reporter=list,json',
      ...names.map((name) => name.replace(/^e2e\//, '')),
    ],
    'show',
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    },
  )
  const stats = readJson(file)['stats']
  const report = typeof stats === 'object' && stats !== null ? { ...stats } : {}
  addCounts(
    code,
    numberAt(report, 'expected') + numberAt(report, 'flaky'),
    numberAt(report, 'unexpected'),
  )
}

/** A runner that fails without a failing test (it crashed, it found none) counts as one failure. */
function addCounts(code: number, passed: number, failed: number): void {
  total.passed += passed
  total.failed += code !== 0 && failed === 0 ? 1 : failed
}

function run(
  command: string,
  args: readonly string[],
  output: 'show' | 'collect',
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, {
    cwd: fromRoot('.'),
    stdio: output === 'show' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let text = ''
  const add = (data: Buffer): void => {
    text += data.toString()
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output: text }))
  })
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function numberAt(record: Readonly<Record<string, unknown>>, key: string): number {
  const value = record[key]
  return typeof value === 'number' ? value : 0
}
