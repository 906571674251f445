import { z } from 'zod'

/** The words of an upstream about its failure, whatever shape they came in. */
export type UpstreamWords = {
  /** In the upstream's own language, for a person; empty where it said none. */
  readonly text: string
  /** Types and codes as the provider names them, the innermost first. */
  readonly kinds: readonly string[]
  /** The gateway judged, and the provider was not asked. */
  readonly byGateway: boolean
  /** Something that is not JSON, such as the HTML page of a firewall or of a web server in between. */
  readonly isPage: boolean
}

const nothing: UpstreamWords = { text: '', kinds: [], byGateway: false, isPage: false }
const text = z.string().nullish().catch(undefined)
const kind = z.union([z.string(), z.number()]).nullish().catch(undefined)

/** Everything that an error object is looked at for. Google adds `status`, OpenRouter `metadata`. */
export const upstreamErrorSchema = z.object({
  message: text,
  type: kind,
  code: kind,
  status: kind,
  metadata: z
    .object({ raw: z.unknown(), reasons: z.unknown() })
    .partial()
    .nullish()
    .catch(undefined),
})
export type UpstreamError = string | z.infer<typeof upstreamErrorSchema>

const bodySchema = z.object({
  error: z.union([z.string(), upstreamErrorSchema]).nullish().catch(undefined),
  message: text,
  detail: text,
  status: z.unknown().optional(),
  data: z.object({ message: text }).nullish().catch(undefined),
  'html-message': text,
})

/** Wrappers within wrappers are opened so often; a provider's error is two deep. */
const deepest = 3

/** Reads the body of an answer that is no stream and no completion. */
export function readWords(body: string, depth = 0): UpstreamWords {
  const parsed = bodySchema.safeParse(parseJson(body))
  if (!parsed.success) return { ...nothing, text: body.trim(), isPage: body.trim() !== '' }
  const { error, message, detail, status, data } = parsed.data
  const outer = message ?? detail ?? data?.message ?? parsed.data['html-message'] ?? ''
  const words = error ? wordsOfError(error, depth) : nothing
  return {
    ...words,
    text: words.text || openWrapper(outer, depth)?.text || outer,
    byGateway: status === 'failure' && !error,
  }
}

/** Reads an error object, from a body or from an event of a stream. */
export function wordsOfError(error: UpstreamError, depth = 0): UpstreamWords {
  if (typeof error === 'string')
    return openWrapper(error, depth) ?? { ...nothing, text: plain(error) }
  const said = error.message ?? ''
  const inner = openWrapper(said, depth) ?? openRaw(error.metadata?.raw, depth)
  const own = [error.code, error.type, error.status].flatMap((part) => part ?? []).map(String)
  const reasons = error.metadata?.reasons ? ['flagged_input'] : []
  return {
    text: inner?.text || plain(said),
    kinds: [...(inner?.kinds ?? []), ...reasons, ...own],
    byGateway: false,
    isPage: false,
  }
}

/** Opens `Invalid response received from openrouter: {…}`, as Portkey wraps what it cannot read. */
function openWrapper(said: string, depth: number): UpstreamWords | undefined {
  const wrapped = /^Invalid response received from [\w-]+: (\{.*)$/s.exec(said)?.[1]
  return wrapped && depth < deepest ? readWords(wrapped, depth + 1) : undefined
}

/** Opens OpenRouter's `metadata.raw`: the provider's own answer, as text or as JSON in a text. */
function openRaw(raw: unknown, depth: number): UpstreamWords | undefined {
  if (!raw || depth >= deepest) return undefined
  if (typeof raw !== 'string') return readWords(JSON.stringify(raw), depth + 1)
  const words = readWords(raw, depth + 1)
  return words.isPage ? { ...nothing, text: plain(raw) } : words
}

/** Leaves out the provider's name that Portkey puts before its words. */
function plain(said: string): string {
  return said.replace(/^[\w-]+ error: /, '')
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
