/** The data of every event in a body, read by the rules of the format (line ends, BOM, joined data lines). */
export function eventData(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes)
  const events: string[] = []
  let data: string[] = []
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') {
      if (data.length > 0) events.push(data.join('\n'))
      data = []
      continue
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'data') data.push(value)
  }
  return events
}

export type SeenChunk = {
  readonly model?: string
  readonly provider?: string
  readonly choices?: readonly {
    readonly delta?: {
      readonly content?: string | null
      readonly refusal?: string
      readonly reasoning?: string
      readonly tool_calls?: readonly {
        readonly function: { readonly name?: string; readonly arguments?: string }
      }[]
    }
    readonly finish_reason?: string | null
  }[]
  readonly usage?: unknown
  readonly error?: { readonly message: string }
  readonly hook_results?: unknown
}

/** The payloads that are JSON objects, parsed. */
export function chunksOf(events: readonly string[]): SeenChunk[] {
  return events.flatMap((data) => {
    try {
      const value: unknown = JSON.parse(data)
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : []
    } catch {
      return []
    }
  })
}

/** The answer's text, put together. */
export function textOf(events: readonly string[]): string {
  return chunksOf(events)
    .map((chunk) => chunk.choices?.[0]?.delta?.content ?? '')
    .join('')
}

/** All finish reasons that were sent. */
export function finishReasons(events: readonly string[]): string[] {
  return chunksOf(events).flatMap((chunk) => chunk.choices?.[0]?.finish_reason ?? [])
}
