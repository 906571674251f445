/** A provider's own frame round a conversation, in tokens: roles, dates, a system line. */
const frame = 32
/** Tokens that providers say to a model before they hand it tools. */
const toolsFrame = 600
/** The dearest tiling of a picture that a provider documents, in tokens; its address says nothing of its size. */
const picture = 50_000

/**
 * The most tokens that a prompt can have, for the reservation. A token of a byte-level tokenizer is
 * one byte at least, so the bytes of the JSON are a bound; marks and names of the roles are in it.
 * English has about a quarter as many. `fields` is all that goes to the model: messages, tools, the
 * shape of the answer.
 */
export function boundPromptTokens(fields: {
  readonly messages: readonly { readonly content?: unknown }[]
  readonly tools?: readonly unknown[] | null | undefined
  readonly [other: string]: unknown
}): number {
  const pictures = fields.messages.reduce(
    (sum, { content }) => sum + (Array.isArray(content) ? content.filter(isPicture).length : 0),
    0,
  )
  const tools = fields.tools && fields.tools.length > 0 ? toolsFrame : 0
  return Buffer.byteLength(JSON.stringify(fields)) + frame + tools + pictures * picture
}

function isPicture(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === 'image_url'
}
