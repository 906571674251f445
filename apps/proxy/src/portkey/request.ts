import type { ChatMessage } from '@askdesk/contracts'
import { upstreamModelId, type Route } from '@askdesk/providers'
import type { ProviderAccess, Upstream } from '../config-upstream.ts'

/** What goes to Portkey. The headers hold the key: this value is neither logged nor sent on. */
export type UpstreamRequest = {
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

/** The request for a reply in the page: streamed, with usage, and never longer than the cap. */
export function buildChatRequest(
  upstream: Upstream,
  route: Route,
  parameters: ChatParameters,
  traceId: string,
): UpstreamRequest {
  const access = upstream.providers[route.provider.id]
  const model = upstreamModelId(route.model, access.portkeyProvider)
  const body = {
    model,
    messages: parameters.messages,
    stream: true,
    stream_options: { include_usage: true },
    [route.model.outputLimitField ?? 'max_tokens']: parameters.maxTokens,
    ...(parameters.temperature !== undefined && { temperature: parameters.temperature }),
  }
  return {
    path: `${upstream.baseUrl.pathname.replace(/\/$/, '')}/chat/completions`,
    headers: buildHeaders(upstream, access, traceId),
    body: JSON.stringify(body),
    model,
  }
}

/** The only place where a key is put into a request. Nothing of a client's own headers gets here. */
function buildHeaders(
  upstream: Upstream,
  access: ProviderAccess,
  traceId: string,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'text/event-stream, application/json',
    'accept-encoding': 'identity',
    'x-portkey-provider': access.portkeyProvider,
    'x-portkey-trace-id': traceId,
    ...(upstream.apiKey && { 'x-portkey-api-key': upstream.apiKey }),
    ...(upstream.config && { 'x-portkey-config': upstream.config }),
    ...(access.apiKey && { authorization: `Bearer ${access.apiKey}` }),
    ...(access.customHost && { 'x-portkey-custom-host': access.customHost }),
    ...access.headers,
  }
}
