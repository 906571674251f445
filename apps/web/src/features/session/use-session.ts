import type { Session } from '@askdesk/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onSessionEnded } from '../../shared/http/session-ended.ts'
import { forgetPerson } from './forget-person.ts'
import { readSession, signIn, signOut } from './session-client.ts'

const queryKey = ['session']

export type SessionState = {
  /** Undefined until the service has said, and where it cannot be asked. */
  readonly session: Session | undefined
  /** It has answered, or failed to. */
  readonly isKnown: boolean
  /** @throws HttpError what the service says about the token */
  readonly signIn: (token: string) => Promise<void>
  /** Ends the session, and takes what the person wrote out of this browser. @throws HttpError */
  readonly signOut: () => Promise<void>
}

/** The session of whoever is signed in. Asked again whenever a service answers that nobody is. */
export function useSession(): SessionState {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readSession(signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  return {
    session: query.data,
    isKnown: !query.isPending || query.failureCount > 0,
    async signIn(token) {
      await signIn(token)
      await queries.refetchQueries({ queryKey }, { throwOnError: true })
      // Asks again what was refused meanwhile; the rest of the page stays as it is.
      void queries.invalidateQueries({ predicate: ({ queryKey: key }) => key[0] !== queryKey[0] })
    },
    async signOut() {
      await signOut()
      forgetPerson()
      location.assign('/')
    },
  }
}

/** Asks who is signed in as soon as anything says that nobody is. Once in a page. */
export function useSessionEnds(): void {
  const queries = useQueryClient()
  useEffect(
    () =>
      onSessionEnded(() => {
        void queries.refetchQueries({ queryKey }, { cancelRefetch: false })
      }),
    [queries],
  )
}
