/**
 * Asks the real proxy as the product does, and reads the reply as most pages do. Chunks of one
 * read come together.
 */
export async function* streamReply(
  prompt: string,
  history: number,
): AsyncGenerator<readonly string[], void> {
  const { historyExchanges } = await import('../reply-text.ts')
  const messages = historyExchanges(history).flatMap(({ question, answer }) => [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ])
  const response = await fetch('/api/ai/stream', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      provider: 'openai',
      model: 'auto',
      messages: [...messages, { role: 'user', content: prompt }],
    }),
  })
  if (!response.ok || !response.body) throw new Error(await response.text())
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const events = (rest + value).split('\n\n')
    rest = events.pop() ?? ''
    const deltas = events.map(deltaOf).filter((text) => text !== '')
    if (deltas.length > 0) yield deltas
  }
}

function deltaOf(event: string): string {
  if (!event.startsWith('data: {')) return ''
  const chunk: { choices?: { delta?: { content?: string } }[] } = JSON.parse(event.slice(6))
  return chunk.choices?.[0]?.delta?.content ?? ''
}
