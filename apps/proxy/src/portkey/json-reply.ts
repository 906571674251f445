import { z } from 'zod'

const completionSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({ content: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
})

/**
 * A reply that came in one piece although a stream was asked for, as the stream it should have
 * been; undefined for anything that is not a completion.
 */
export function completionAsStream(body: string): string | undefined {
  const parsed = completionSchema.safeParse(parseJson(body))
  if (!parsed.success) return undefined
  const { choices, ...rest } = parsed.data
  const chunk = {
    ...rest,
    object: 'chat.completion.chunk',
    choices: choices.map(({ message, finish_reason: finishReason, ...choice }, index) => ({
      index,
      ...choice,
      delta: message,
      finish_reason: finishReason ?? null,
    })),
  }
  return `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
