import { readFileSync } from 'node:fs'

/** The body of a recorded Portkey answer, as the gateway sent it. */
function recordedBody(name: string): string {
  const text = readFileSync(new URL(`./${name}.txt`, import.meta.url), 'utf8')
  return text.slice(text.indexOf('\r\n\r\n') + 4)
}

export const runId = 'run_0123456789abcdef'

/** A recorded answer as our proxy hands it on: between its own `run` and `end`. */
export function proxiedBody(name: string, outcome = 'complete'): string {
  const run = {
    runId,
    provider: 'openai',
    requestedModel: 'auto',
    routedProvider: 'openai',
    routedModel: 'gpt-4o-mini',
    reason: 'auto',
    traceId: 'trace-1',
  }
  const end = {
    outcome,
    receipt: {
      provider: 'openai',
      requestedModel: 'auto',
      answeredBy: { provider: 'openai', model: 'gpt-4o-mini-2024-07-18' },
      ttftMs: 210,
      durationMs: 800,
      usageIs: 'estimated',
      finishReason: outcome === 'complete' ? 'stop' : null,
      traceId: 'trace-1',
    },
  }
  const body = recordedBody(name)
  // The proxy closes an event that was cut with a blank line.
  const closing = body.endsWith('\n\n') || body.endsWith('\r\n\r\n') ? '' : '\n\n'
  return `event: run\ndata: ${JSON.stringify(run)}\n\n${body}${closing}event: end\ndata: ${JSON.stringify(end)}\n\n`
}
