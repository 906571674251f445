import { fileURLToPath } from 'node:url'
import { askdeskBody, openAiBody, upstreamKey, type Target, type TargetOptions } from './target.ts'

const bundle = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const token = 'bench-token-0123456789abcdef'
/** Further arguments for Node, such as those that take a profile. */
const nodeArguments = (process.env['BENCH_NODE_ARGUMENTS'] ?? '').split(' ').filter(Boolean)

/**
 * Our proxy as it is delivered, with everything on: a token for every caller, limits (too high to
 * be reached), metrics, a run with its log for every reply, masking of four keys, a line of log a
 * request. Only the time that a run waits for a reader who has left is set to none, because
 * closing at once is what is measured.
 */
const start = ({
  port,
  upstreamPort,
}: TargetOptions): ReturnType<NonNullable<Target['start']>> => ({
  command: [process.execPath, ...nodeArguments, bundle],
  env: {
    NODE_ENV: 'production',
    PORT: String(port),
    PORTKEY_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
    OPENAI_API_KEY: upstreamKey,
    ANTHROPIC_API_KEY: 'sk-ant-bench-0123456789abcdef0123456789',
    GROQ_API_KEY: 'gsk-bench-0123456789abcdef0123456789abcdef',
    OPENROUTER_API_KEY: 'sk-or-bench-0123456789abcdef0123456789',
    PROXY_TOKENS: token,
    RATE_LIMIT_PER_MINUTE: '1000000',
    MAX_RUNS: '100000',
    MAX_RUNS_PER_CLIENT: '100000',
    RESUME_WINDOW_MS: '0',
    LOG_LEVEL: 'info',
  },
})

/** The stream that our page reads: resumable, with a first and a last event of our own. */
export const askdesk: Target = {
  name: 'ours',
  description: 'this proxy, everything on',
  start,
  path: '/api/ai/stream',
  headers: () => ({ authorization: `Bearer ${token}` }),
  body: askdeskBody,
}

/** The stream that any OpenAI client reads. */
export const askdeskOpenAi: Target = {
  name: 'ours /v1',
  description: 'this proxy, the address for OpenAI clients',
  start,
  path: '/v1/chat/completions',
  headers: () => ({ authorization: `Bearer ${token}` }),
  body: { ...openAiBody, model: 'openai/gpt-4.1' },
}
