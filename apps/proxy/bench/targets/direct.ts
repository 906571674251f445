import { openAiBody, upstreamKey, type Target } from './target.ts'

/** No proxy at all: what the harness itself costs in time. */
export const direct: Target = {
  name: 'direct',
  description: 'no proxy',
  start: undefined,
  path: '/v1/chat/completions',
  headers: () => ({ authorization: `Bearer ${upstreamKey}` }),
  body: openAiBody,
}
