import type { ChatMessage } from '@askdesk/contracts'
import { z } from 'zod'
import { listOf } from '../bounded-schema.ts'
import { isPublicImage } from './public-image.ts'

const name = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -')
  .nullish()

const textPart = z.object({ type: z.literal('text'), text: z.string() })
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
})

const text = z.union([z.string(), listOf(textPart, 1000)], 'must be text, or text parts')
const question = z.union(
  [z.string(), listOf(z.discriminatedUnion('type', [textPart, imagePart]), 1000)],
  'must be text, or parts of type text or image_url',
)
const answer = z.union(
  [z.string(), listOf(z.discriminatedUnion('type', [textPart, refusalPart]), 1000)],
  'must be text, or parts of type text or refusal',
)

const toolCall = z.object({
  id: z.string().max(200),
  type: z.literal('function'),
  function: z.object({ name: z.string().min(1).max(200), arguments: z.string() }),
})

/** One message of an OpenAI client: of what it may hold, what every provider behind Portkey knows. */
export const messageSchema = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal('system'), content: text, name }),
    z.object({ role: z.literal('developer'), content: text, name }),
    z.object({ role: z.literal('user'), content: question, name }),
    z.object({
      role: z.literal('assistant'),
      content: answer.nullish(),
      refusal: z.string().nullish(),
      tool_calls: listOf(toolCall, 128).nullish(),
      name,
    }),
    z.object({ role: z.literal('tool'), content: text, tool_call_id: z.string().max(200) }),
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
