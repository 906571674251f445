import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openAiBody, upstreamKey, type Target } from './target.ts'

const script = fileURLToPath(
  new URL(
    '../../../../e2e/node_modules/@portkey-ai/gateway/build/start-server.js',
    import.meta.url,
  ),
)

/** Portkey's own open-source gateway, the published build, with its OpenAI provider at our upstream. */
export const portkey: Target = {
  name: 'portkey',
  description: 'Portkey’s gateway 1.15.2, provider openai with a custom host',
  missing: () =>
    existsSync(script) ? undefined : 'Portkey’s gateway is not installed; it is left out.',
  start: ({ port }) => ({
    command: [process.execPath, script, `--port=${port}`, '--headless'],
    env: { NODE_ENV: 'production' },
  }),
  path: '/v1/chat/completions',
  headers: ({ upstreamPort }) => ({
    authorization: `Bearer ${upstreamKey}`,
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1`,
  }),
  body: openAiBody,
}
