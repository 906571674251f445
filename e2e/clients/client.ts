export type Ask = {
  /** Base URL of the proxy's OpenAI endpoint: the one thing that is changed in a client. */
  readonly baseUrl: string
  readonly model: string
  readonly prompt: string
  readonly stream: boolean
  /** Offers the tool. */
  readonly withTool?: boolean
  readonly signal?: AbortSignal
  /** Called with each piece of a streamed text. */
  readonly onText?: (text: string) => void
}

export type Answer = {
  readonly text: string
  readonly calls: readonly { readonly name: string; readonly input: unknown }[]
  readonly totalTokens: number | undefined
}

/** A failure as it looks to the people who use this client. */
export type Failure = { readonly status: number | undefined; readonly message: string }

/** A client as its makers publish it, told where our proxy is. */
export type Client = {
  readonly name: string
  /** It can be told to give up before it has got anything. */
  readonly takesSignal: boolean
  ask(ask: Ask): Promise<Answer>
  failureOf(error: unknown): Failure
}

export const tool = {
  name: 'get_ticket',
  description: 'Looks a ticket up.',
  parameters: {
    type: 'object' as const,
    properties: { id: { type: 'string' as const } },
    required: ['id'],
  },
}

/** Clients put what they know of a failure in different places. */
export function failureFrom(error: unknown, statusKey: 'status' | 'statusCode'): Failure {
  const facts = Object(error)
  const status: unknown = facts[statusKey]
  return {
    status: typeof status === 'number' ? status : undefined,
    message: error instanceof Error ? error.message : JSON.stringify(error),
  }
}
