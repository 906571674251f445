import { buildWeb } from './build-web.ts'
import { loadEnvFile } from './environment.ts'
import { startHints } from './hints.ts'
import { describeOther, openRunningBook } from './running.ts'
import { fromRoot, startStack, type Stack } from './stack.ts'

let stack: Stack | undefined
let stopping = false
const book = openRunningBook(fromRoot('.data/running'))
process.on('exit', () => book.close())

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void stop(0))
process.on('disconnect', () => void stop(0))
await main()

async function main(): Promise<void> {
  try {
    loadEnvFile(fromRoot('.env'))
    for (const hint of startHints(process.env, fromRoot('.'))) console.error(hint)
    await buildWeb({ onlyIfChanged: true })
    if (stopping) return
    stack = await startStack({ env: process.env, onLine: printLine, web: true })
  } catch (error) {
    console.error(
      `Askdesk could not start: ${error instanceof Error ? error.message : String(error)}`,
    )
    if (book.other) console.error(describeOther(book.other))
    process.exit(1)
  }
  if (stopping) return stop(0)
  const { urls, isDemo, failed } = stack
  const page = `http://localhost:${new URL(urls.web ?? '').port}`
  await Promise.all(
    // Where people have to sign in, the tickets answer 401 without a session, and that is an answer.
    ['/', '/api/session', '/api/tickets/counts'].map((path) => expectAnswer(`${urls.web}${path}`)),
  )
  console.log(
    isDemo
      ? 'No PORTKEY_API_KEY is set: the demo gateway answers. Put a key into .env to talk to real models.'
      : `Answers come through ${new URL(process.env['PORTKEY_BASE_URL'] || 'https://api.portkey.ai').host}.`,
  )
  if (isDemo)
    console.log(
      'Try it: open ticket #1042, press “Ask AI”, and switch the provider for the next question.',
    )
  book.ready(page)
  console.log(`Askdesk is ready on ${page}`)
  const name = await failed
  if (stopping) return
  console.error(`${name} has ended unexpectedly; stopping the rest. Its last lines are above.`)
  await stop(1)
}

async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  await stack?.stop()
  process.exit(code)
}

async function expectAnswer(url: string): Promise<void> {
  const response = await fetch(url)
  await response.arrayBuffer()
  if (!response.ok && response.status !== 401) {
    console.error(`${new URL(url).pathname} answers with status ${response.status}.`)
    await stop(1)
  }
}

function printLine(name: string, line: string): void {
  console.error(`[${name}] ${line}`)
}
