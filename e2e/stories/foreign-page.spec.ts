import { build } from 'esbuild'
import { expect, test } from './support/stack-fixture.ts'

/** A page of another origin, served by nobody but this test. */
const origin = 'http://pages.localhost:4173'
const program = `
  import OpenAI from 'openai'
  globalThis.ask = async (baseURL, content) => {
    const client = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0, dangerouslyAllowBrowser: true })
    try {
      const { data, response, request_id: requestId } = await client.chat.completions
        .create({ model: 'openai/gpt-4.1', messages: [{ role: 'user', content }], stream: true })
        .withResponse()
      let text = ''
      for await (const chunk of data) text += chunk.choices[0]?.delta.content ?? ''
      return { text, requestId, provider: response.headers.get('x-askdesk-provider') }
    } catch (error) {
      return { status: error.status, retryAfter: error.headers?.get('retry-after'), requestId: error.requestID }
    }
  }
`

test.use({ stackEnv: { DEMO_PACE: '0', CORS_ORIGINS: origin } })

test('the official SDK of OpenAI works in a page of another origin', async ({ page, stack }) => {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    write: false,
  })
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Elsewhere</title>' }),
  )
  // Chromium takes what no server sent for the wide net, and asks before that reaches this machine.
  await page.context().grantPermissions(['local-network-access'], { origin })
  await page.goto(`${origin}/`)
  await page.addScriptTag({ type: 'module', content: outputFiles[0]?.text ?? '' })
  await page.waitForFunction('typeof ask === "function"')
  const ask = (content: string): Promise<unknown> =>
    page.evaluate(`ask(${JSON.stringify(`${stack.url}/v1`)}, ${JSON.stringify(content)})`)

  expect(await ask('Hello')).toEqual({
    text: expect.stringMatching(/\w/),
    requestId: expect.stringMatching(/^[\w-]{36}$/),
    provider: 'openai',
  })
  expect(await ask('Hello [[demo: 429 retryAfter=20]]')).toEqual({
    status: 429,
    retryAfter: '20',
    requestId: expect.stringMatching(/^[\w-]{36}$/),
  })
})
