import { failureBody, wrappedPageBody } from '../../wire/errors.ts'
import { sendJson } from '../perform.ts'
import type { ParameterSpec, Script, Stage } from '../types.ts'

/** Errors that are not a provider's: the gateway's own, the cloud's, and pages where JSON should be. */
export const gatewayErrorScripts: readonly Script[] = [
  answer('403', "The key lacks a permission, in the cloud's words", (stage) =>
    sendJson(stage, 403, {
      success: false,
      data: {
        message: 'You do not have enough permissions to execute this request',
        errorCode: 'AB03',
      },
    }),
  ),
  answer('408', "The gateway's own time limit was hit", (stage) =>
    sendJson(stage, 408, {
      error: {
        message: 'Request exceeded the timeout sent in the request: 500ms',
        type: 'timeout_error',
        param: null,
        code: null,
      },
    }),
  ),
  answer(
    '412',
    'The budget of the key is spent (the cloud documents the status, not the body)',
    (stage) =>
      sendJson(stage, 412, failureBody('Your usage limit for this key has been exceeded.')),
  ),
  answer('exception', 'The gateway itself threw', (stage) =>
    sendJson(stage, 500, failureBody('Something went wrong'), {
      'x-portkey-gateway-exception': 'true',
    }),
  ),
  answer(
    'unreachable',
    'The gateway could not reach the provider and says its inner address',
    (stage) =>
      sendJson(
        stage,
        500,
        wrappedPageBody(
          stage.request.family,
          'Message: fetch failed Cause: Error: connect ECONNREFUSED 10.20.30.40:9199 Name: TypeError',
        ),
      ),
  ),
  answer(
    'html-503',
    'The provider sent an HTML page; Portkey hands it on as html-message',
    (stage) =>
      sendJson(
        stage,
        503,
        wrappedPageBody(stage.request.family, '<html><body>503 Service Unavailable</body></html>'),
      ),
  ),
  page(
    'plain-503',
    'A load balancer answers instead, in plain text',
    503,
    'text/plain',
    () =>
      'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
  ),
  page(
    'html-200',
    'Status 200 with an HTML page',
    200,
    'text/html; charset=utf-8',
    () =>
      '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1><script>document.title = "hostile"</script></body></html>',
  ),
  page(
    'empty-200',
    'Status 200, an event stream without a single byte',
    200,
    'text/event-stream',
    () => '',
  ),
  page('empty-500', 'Status 500 without a body', 500, 'application/json', () => ''),
  page(
    'broken-json',
    'An error whose JSON is cut',
    502,
    'application/json',
    () => '{"error":{"message":"upst',
  ),
  page('string-error', 'An error that is a string', 500, 'application/json', () =>
    JSON.stringify({ error: 'Something odd happened' }),
  ),
  {
    name: '302',
    about: 'A redirect to another host',
    parameters: { to: { about: 'where to', default: 'http://127.0.0.1:9/v1/chat/completions' } },
    playWhole: 'same',
    async play(stage) {
      stage.exchange.head(302, { location: stage.values.text('to'), 'content-length': '0' })
      stage.exchange.end()
    },
  },
  answer(
    'huge-error',
    'An error body far too big to read',
    async (stage) => {
      stage.exchange.head(500, { 'content-type': 'application/json' })
      await stage.exchange.write('{"error":{"message":"')
      const block = 'x'.repeat(65_536)
      for (let left = stage.values.number('bytes'); left > 0; left -= block.length) {
        await stage.exchange.write(block)
      }
      stage.exchange.end('"}}')
    },
    { bytes: { about: 'how big', default: 16_777_216 } },
  ),
]

function answer(
  name: string,
  about: string,
  send: (stage: Stage) => void | Promise<void>,
  parameters?: Readonly<Record<string, ParameterSpec>>,
): Script {
  return {
    name,
    about,
    ...(parameters && { parameters }),
    playWhole: 'same',
    play: async (stage) => send(stage),
  }
}

function page(
  name: string,
  about: string,
  status: number,
  contentType: string,
  body: () => string,
): Script {
  return answer(name, about, (stage) => {
    stage.exchange.head(status, { 'content-type': contentType })
    stage.exchange.end(body())
  })
}
