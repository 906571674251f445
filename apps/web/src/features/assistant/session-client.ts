import { sessionSchema, type Session } from '@askdesk/contracts'
import { z } from 'zod'
import { requestJson } from '../../shared/http.ts'

/**
 * Signing in at the proxy. A token is sent once and never kept: what stays is a cookie that no
 * script can read.
 */
export type SessionClient = {
  readonly read: (signal?: AbortSignal) => Promise<Session>
  readonly signIn: (token: string) => Promise<Session>
  readonly signOut: () => Promise<void>
}

const url = '/api/ai/session'

/** The client that the page uses. */
export const sessionClient: SessionClient = {
  read: (signal) => requestJson(sessionSchema, url, { signal }),
  signIn: (token) => requestJson(sessionSchema, url, { method: 'POST', body: { token } }),
  signOut: () => requestJson(z.undefined(), url, { method: 'DELETE' }),
}
