import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { findBrowser } from '../browser.ts'
import { fromRoot } from '../stack.ts'

/**
 * `npm run verify:chat`: 100 answers with a reload, an offline switch, a second tab or a cut
 * connection at a random word, and every hostile answer whole and streamed, with the content
 * security policy and without it. `npm test` runs a few of each.
 */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, count: { type: 'string', default: '100' } },
})
const child = spawn(
  fromRoot('e2e/node_modules/.bin/playwright'),
  ['test', '--config', fromRoot('e2e/playwright.config.ts'), '--reporter=list', 'chat/'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      CHROMIUM_PATH: findBrowser(),
      CHAT_FULL: '1',
      CHAT_RUNS: values.count,
      ...(values.seed && { CHAT_SEED: values.seed }),
    },
  },
)
child.once('exit', (code) => process.exit(code ?? 1))
