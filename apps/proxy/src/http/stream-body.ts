import { cutCharacters } from '@askdesk/service'
import { chatMessageSchema, providerIds, type ProviderId } from '@askdesk/contracts'
import { z } from 'zod'
import { listOf } from '../errors/bounded-schema.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import { missingNames } from '../errors/missing-names.ts'

const bodySchema = z.object({
  // Any string: an unknown provider or model gets its own code and a list of what there is.
  provider: z.string(),
  model: z.string().optional(),
  messages: listOf(
    chatMessageSchema.extend({ content: z.string().min(1, 'is empty') }),
    1000,
  ).refine((messages) => messages.length > 0, 'is empty: send at least one message'),
  maxTokens: z.number().int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  /** Names the skill of the page that asks; only the ledger is told. */
  skill: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -')
    .optional(),
  /** Wants a head as soon as there is something to wait for, and hears in `end` of what fails then. */
  early: z.boolean().optional(),
  fallback: listOf(z.string(), providerIds.length).optional(),
})

/** A checked request, made anew from the fields that are known: nothing else of the body goes on. */
export type StreamBody = Omit<z.infer<typeof bodySchema>, 'fallback'> & {
  readonly fallback?: ProviderId[] | undefined
  /** Names of what the body holds and this does not. */
  readonly unknown: readonly string[]
}

/** Reads a body's bytes. Throws `invalid_request` with every problem in words. */
export function readStreamBody(bytes: unknown): StreamBody {
  const json = parseJsonBody(bytes)
  const parsed = bodySchema.safeParse(json)
  if (!parsed.success) {
    throw new ProxyError(
      'invalid_request',
      `The request body is wrong: ${describeProblems(parsed.error)}.`,
    )
  }
  const fallback = parsed.data.fallback?.map((id) => {
    const known = providerIds.find((candidate) => candidate === id)
    if (!known)
      throw new ProxyError(
        'unknown_provider',
        `fallback names a provider “${cutCharacters(id, 40)}” that does not exist. Use: ${providerIds.join(', ')}.`,
      )
    return known
  })
  return {
    ...parsed.data,
    fallback: fallback && [...new Set(fallback)],
    unknown: missingNames(json, parsed.data),
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Bytes as JSON, or `invalid_request` saying what is wrong with them. */
export function parseJsonBody(bytes: unknown): unknown {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
    throw new ProxyError('invalid_request', 'The request has no body. Send a JSON object.')
  }
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch (cause) {
    throw new ProxyError(
      'invalid_request',
      'The request body is not UTF-8 text. Send JSON in UTF-8.',
      { cause },
    )
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ProxyError(
      'invalid_request',
      'The request body is not valid JSON. Check for a missing quote, comma or bracket.',
      { cause },
    )
  }
}

/** The first few problems of a body, each with its place. */
export function describeProblems(error: z.ZodError): string {
  const problems = error.issues.slice(0, 5).map((issue) => {
    const place =
      issue.path.length > 0 ? issue.path.map((part) => shortened(part)).join('.') : 'the body'
    return `${place}: ${shortened(issue.message.replace(/^Invalid input: /, ''), 200)}`
  })
  const more = error.issues.length - problems.length
  return problems.join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** Keys and values of a body are the client's: an error does not hand them back whole. */
function shortened(text: PropertyKey, most = 60): string {
  const words = String(text)
  return words.length > most ? `${cutCharacters(words, most)}…` : words
}
