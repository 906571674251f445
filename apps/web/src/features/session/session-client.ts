import { sessionSchema, type Session } from '@askdesk/contracts'
import { z } from 'zod'
import { requestJson } from '../../shared/http/http.ts'

/** Where the way over the identity provider begins; it ends on the page that is open now. */
export function oidcStart({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  return `/api/session/oidc/start?returnTo=${encodeURIComponent(pathname + search)}`
}

/** A token is sent once and never kept: what stays is a cookie that no script can read. */
const sessionUrl = '/api/session'

export function readSession(signal?: AbortSignal): Promise<Session> {
  return requestJson(sessionSchema, sessionUrl, { signal, timeoutMs: 5000 })
}

/** @throws HttpError what the service says about the token */
export function signIn(token: string): Promise<void> {
  return requestJson(z.undefined(), sessionUrl, { method: 'POST', body: { token } })
}

export function signOut(): Promise<void> {
  return requestJson(z.undefined(), sessionUrl, { method: 'DELETE' })
}
