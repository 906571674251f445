import type { ChatMessage } from '@askdesk/contracts'
import { z } from 'zod'
import { boundedObject, cacheControl } from './bounded-object.ts'
import { listOf } from '../errors/bounded-schema.ts'
import { filePart } from './file-part.ts'
import { isPublicImage } from './public-image.ts'

const name = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -')
  .nullish()

const cache = { cache_control: cacheControl.nullish() }
const textPart = z.object({ type: z.literal('text'), text: z.string(), ...cache })
const refusalPart = z.object({ type: z.literal('refusal'), refusal: z.string() })
const imagePart = z.object({
  type: z.literal('image_url'),
  image_url: z.object({
    url: z
      .string()
      .refine(
        isPublicImage,
        'must be an https: address of a public host, or a data:image/ address of a PNG, JPEG, GIF or WebP',
      ),
    detail: z.enum(['auto', 'low', 'high']).nullish(),
  }),
  ...cache,
})

const text = z.union([z.string(), listOf(textPart, 1000)], 'must be text, or text parts')
const question = z.union(
  [z.string(), listOf(z.discriminatedUnion('type', [textPart, imagePart, filePart]), 1000)],
  'must be text, or parts of type text, image_url or file, a file with its content as file_data: a data: address in base64, or base64 beside a mime_type',
)
const answer = z.union(
  [z.string(), listOf(z.discriminatedUnion('type', [textPart, refusalPart]), 1000)],
  'must be text, or parts of type text or refusal',
)

/** A model's own thinking, which some providers want back unchanged between the calls of tools. */
const thoughts = {
  reasoning: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning_details: listOf(boundedObject, 1000).nullish(),
  content_blocks: listOf(boundedObject, 1000).nullish(),
}

const toolCall = z.object({
  id: z.string().max(200),
  type: z.literal('function'),
  function: z.object({ name: z.string().min(1).max(200), arguments: z.string() }),
})

/** One message of an OpenAI client: of what it may hold, what every provider behind Portkey knows. */
export const messageSchema = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal('system'), content: text, name, ...cache }),
    z.object({ role: z.literal('developer'), content: text, name, ...cache }),
    z.object({ role: z.literal('user'), content: question, name, ...cache }),
    z.object({
      role: z.literal('assistant'),
      content: answer.nullish(),
      refusal: z.string().nullish(),
      tool_calls: listOf(toolCall, 128).nullish(),
      name,
      ...thoughts,
      ...cache,
    }),
    z.object({
      role: z.literal('tool'),
      content: text,
      tool_call_id: z.string().max(200),
      ...cache,
    }),
  ],
  'must have a role of system, developer, user, assistant or tool',
)
export type Message = z.infer<typeof messageSchema>

/** The words of messages alone, for an estimate of their length. */
export function plainMessages(messages: readonly Message[]): ChatMessage[] {
  return messages.map(({ role, content }) => ({
    role: role === 'assistant' ? 'assistant' : 'user',
    content: typeof content === 'string' ? content : wordsOf(content ?? []),
  }))
}

function wordsOf(parts: readonly { readonly type: string; readonly text?: unknown }[]): string {
  return parts.map(({ text: words }) => (typeof words === 'string' ? words : '')).join('')
}
