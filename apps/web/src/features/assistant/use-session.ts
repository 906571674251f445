import type { Session } from '@askdesk/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { SessionClient } from './session-client.ts'

const queryKey = ['ai', 'session']

export type SessionState = {
  /** Nothing can be asked before a person signs in. */
  readonly isSignedOut: boolean
  /** There is a session to end. */
  readonly canSignOut: boolean
  /** Asks the proxy again, as when it has just refused a question. */
  readonly refresh: () => void
  /** @throws what the proxy says about the token */
  readonly signIn: (token: string) => Promise<void>
  /** @throws when the proxy could not be told */
  readonly signOut: () => Promise<void>
}

/** Whether signing in is needed and done. Until the proxy says so, it is not. */
export function useSession(client: SessionClient): SessionState {
  const queries = useQueryClient()
  const { data } = useQuery<Session>({
    queryKey,
    queryFn: ({ signal }) => client.read(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey }), [queries])
  return {
    isSignedOut: data?.required === true && !data.signedIn,
    canSignOut: data?.required === true && data.signedIn,
    refresh,
    async signIn(token) {
      queries.setQueryData(queryKey, await client.signIn(token))
      void queries.invalidateQueries({ queryKey: ['ai', 'providers'] })
    },
    async signOut() {
      await client.signOut()
      queries.setQueryData(queryKey, { required: true, signedIn: false })
    },
  }
}
