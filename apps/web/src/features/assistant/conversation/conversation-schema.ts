import {
  anyProviderSchema,
  apiErrorSchema,
  receiptSchema,
  runEventSchema,
} from '@askdesk/contracts'
import { z } from 'zod'
import {
  endedStatuses,
  isRunning,
  runningStatuses,
  type Conversation,
  type Picked,
} from './conversation.ts'
import { withStoredText } from './reply-text.ts'

/** Raised when an older page could not read what a newer one writes. */
const storedVersion = 1

const pickedSchema = z.object({ provider: anyProviderSchema, model: z.string().max(200) })

const markSchema = z.object({
  value: z.union([z.literal(10), z.literal(-10)]),
  state: z.enum(['sent', 'here', 'unsent']),
  problem: z.string().optional(),
})

const sourceSchema = z.object({ title: z.string(), url: z.string().optional() })

const placeSchema = z.object({
  fence: z.string(),
  head: z.string(),
  lastLetter: z.string(),
  isGlued: z.boolean(),
  codeTicks: z.number(),
  ticks: z.number(),
  namesTag: z.boolean(),
})

const splitterSchema = z.object({
  within: z.enum(['text', 'thinking', 'header']),
  held: z.string(),
  place: placeSchema,
  header: z.string(),
  usesChannels: z.boolean(),
})

const replySchema = z.object({
  id: z.string(),
  // One of a newer page's: its text is all that counts.
  status: z.enum([...runningStatuses, ...endedStatuses]).catch('interrupted'),
  text: z.string(),
  reasoning: z.string(),
  splitter: splitterSchema.optional().catch(undefined),
  asked: pickedSchema,
  startedAt: z.number(),
  offset: z.number().int().min(0),
  run: runEventSchema.optional().catch(undefined),
  waitsAs: z.string().optional().catch(undefined),
  sources: z.array(sourceSchema).optional().catch(undefined),
  tools: z.array(z.string()).optional().catch(undefined),
  readNotes: z.boolean().optional().catch(undefined),
  answeringModel: z.string().optional(),
  receipt: receiptSchema.optional().catch(undefined),
  error: apiErrorSchema.optional().catch(undefined),
  endedAs: z.string().optional().catch(undefined),
  endedAt: z.number().optional(),
  firstTextAt: z.number().optional(),
  mark: markSchema.optional().catch(undefined),
})

const exchangeSchema = z
  .object({
    id: z.string(),
    question: z.string(),
    askedAt: z.number(),
    replies: z
      .array(replySchema.transform((reply) => withStoredText(reply, isRunning(reply.status))))
      .min(1),
    shown: z.number().int().min(0),
  })
  .refine((exchange) => exchange.shown < exchange.replies.length)

const storedSchema = z.object({
  version: z.literal(storedVersion),
  exchanges: z.array(exchangeSchema),
  draft: z.string(),
  picked: pickedSchema.nullable(),
  includeNotes: z.boolean(),
  mayFallBack: z.boolean().default(false),
  removed: z.array(z.string()).default([]),
  fence: z
    .string()
    .regex(/^[\da-f]{8,64}$/)
    .catch(''),
})

export type ReadResult =
  | { readonly ok: true; readonly conversation: Conversation }
  | { readonly ok: false; readonly problem: 'newer' | 'unreadable' }

/**
 * Reads a stored conversation. A part of a reply that this page does not understand counts as
 * absent; what has another shape as a whole is refused, and stays where it is.
 */
export function readConversation(text: string): ReadResult {
  const value = parseJson(text)
  const stored = storedSchema.safeParse(value)
  if (stored.success) {
    const { version: _version, ...conversation } = stored.data
    return { ok: true, conversation }
  }
  const version = z.object({ version: z.number() }).safeParse(value)
  const isNewer = version.success && version.data.version > storedVersion
  return { ok: false, problem: isNewer ? 'newer' : 'unreadable' }
}

const momentary: ReadonlySet<string> = new Set(['grewAt', 'reconnecting', 'asksAgainAt'])

export function writeConversation(conversation: Conversation): string {
  return JSON.stringify(
    { version: storedVersion, ...conversation },
    // Leaves out passing state.
    (key, value: unknown) => (momentary.has(key) ? undefined : value),
  )
}

export function readPicked(text: string): Picked | null {
  return pickedSchema.safeParse(parseJson(text)).data ?? null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
