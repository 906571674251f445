import { answerEvents, openStream, sendEvents, sendJson } from '../perform.ts'
import type { Script } from '../types.ts'

const checkedAt = '2026-11-22T07:43:19.388Z'

/** A guardrail's report as Portkey writes it. */
export function guardrailHook(verdict: boolean, deny: boolean): object {
  return {
    verdict,
    id: 'input_guardrail_demo',
    transformed: false,
    checks: [
      {
        data: {
          explanation: verdict
            ? "Check passed for 'none' words. No words were found."
            : "Check failed for 'none' words. Some words were found.",
          foundWords: verdict ? [] : ['demo'],
          missingWords: [],
          operator: 'none',
        },
        verdict,
        id: 'default.contains',
        execution_time: 0,
        transformed: false,
        created_at: checkedAt,
        log: null,
        fail_on_error: false,
      },
    ],
    feedback: null,
    execution_time: 0,
    async: false,
    type: 'guardrail',
    created_at: checkedAt,
    deny,
  }
}

export const guardrailDeny: Script = {
  name: '446',
  about: 'A guardrail denied the request: JSON, although a stream was asked for',
  playWhole: 'same',
  async play(stage) {
    sendJson(stage, 446, {
      error: {
        message:
          'The guardrail checks defined in the config failed. You can find more information in the `hook_results` object.',
        type: 'hooks_failed',
        param: null,
        code: null,
      },
      hook_results: {
        before_request_hooks: [guardrailHook(false, true)],
        after_request_hooks: [],
      },
    })
  },
}

export const guardrailWarn: Script = {
  name: '246',
  about: 'A guardrail only warned: a good reply under status 246',
  async play(stage) {
    openStream(stage, {}, 246)
    await sendEvents(stage, answerEvents(stage))
    stage.exchange.end()
  },
}
