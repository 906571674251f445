import { wellFormedJson } from '@askdesk/service'
import type { ChatMessage, Feedback } from '@askdesk/contracts'
import { upstreamModelId, type Route } from '@askdesk/providers'
import type { ProviderAccess, Upstream } from '../config/upstream.ts'
import { fitToModel } from './fit-model.ts'
import { sha256 } from '../config/sha256.ts'

/** The request to Portkey. The headers hold the key: this value is neither logged nor sent on. */
export type UpstreamRequest = {
  /** @default 'POST' */
  readonly method?: 'PUT' | undefined
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly model: string
}

export type ChatParameters = {
  readonly messages: readonly ChatMessage[]
  readonly maxTokens: number
  readonly temperature?: number | undefined
}

/** Where a request comes from, as Portkey's log and analytics show it. */
export type Origin = {
  readonly traceId: string
  /** The asker: a token's fingerprint, a user, or `anonymous`. */
  readonly owner: string
  readonly route: 'page' | 'api'
}

/** The request for a reply in the page: streamed, with usage, and never longer than the cap. */
export function buildChatRequest(
  upstream: Upstream,
  route: Route,
  parameters: ChatParameters,
  origin: Origin,
): UpstreamRequest {
  const fields = {
    messages: parameters.messages,
    stream: true,
    stream_options: { include_usage: true },
    [route.model.outputLimitField ?? 'max_tokens']: parameters.maxTokens,
    ...(parameters.temperature !== undefined && { temperature: parameters.temperature }),
  }
  return buildCompletionRequest(upstream, route, fitToModel(fields, route.model).fields, origin)
}

/** A request for a chat completion of these fields, which were checked before. */
export function buildCompletionRequest(
  upstream: Upstream,
  route: Route,
  fields: Readonly<Record<string, unknown>>,
  origin: Origin,
): UpstreamRequest {
  const access = upstream.providers[route.provider.id]
  const model = upstreamModelId(route.model, access.portkeyProvider)
  return {
    path: `${upstream.baseUrl.pathname.replace(/\/$/, '')}/chat/completions`,
    headers: buildHeaders(upstream, access, origin),
    body: wellFormedJson({ model, ...fields }),
    model,
  }
}

/** A person's mark of a reply, for Portkey's analytics. With `last`, in the place of that earlier mark. */
export function buildFeedbackRequest(
  { baseUrl, apiKey }: Upstream,
  { traceId, value, weight, metadata }: Feedback,
  owner: string,
  last?: string,
): UpstreamRequest {
  const body = {
    ...(last === undefined && { trace_id: traceId }),
    value,
    ...(weight !== undefined && { weight }),
    metadata: { ...metadata, _user: pseudonym(owner) },
  }
  const path = `${baseUrl.pathname.replace(/\/$/, '')}/feedback`
  return {
    ...(last !== undefined && { method: 'PUT' }),
    path: last === undefined ? path : `${path}/${encodeURIComponent(last)}`,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...(apiKey && { 'x-portkey-api-key': apiKey }),
    },
    body: wellFormedJson(body),
    model: '',
  }
}

/** Where keys are put into a request. Nothing of a client's own headers gets here. */
function buildHeaders(
  upstream: Upstream,
  access: ProviderAccess,
  { traceId, owner, route }: Origin,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'text/event-stream, application/json',
    'accept-encoding': 'identity',
    'x-portkey-provider': access.portkeyProvider,
    // Told strictly, Claude's refusal would be a `stop`, and its thinking nothing at all. Clients of
    // the OpenAI door get what they know.
    ...(route === 'page' && { 'x-portkey-strict-open-ai-compliance': 'false' }),
    'x-portkey-trace-id': traceId,
    'x-portkey-metadata': JSON.stringify({ _user: pseudonym(owner), app: 'askdesk', route }),
    ...(upstream.apiKey && { 'x-portkey-api-key': upstream.apiKey }),
    ...(upstream.config && { 'x-portkey-config': upstream.config }),
    ...(access.apiKey && { authorization: `Bearer ${access.apiKey}` }),
    ...(access.customHost && { 'x-portkey-custom-host': access.customHost }),
    ...access.headers,
  }
}

/** The same person is the same name in Portkey's log, and the name says nothing about the person. */
function pseudonym(owner: string): string {
  if (owner === 'anonymous') return owner
  return sha256(`askdesk ${owner}`).toString('hex', 0, 8)
}
