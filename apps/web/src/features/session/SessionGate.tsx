import type { Session } from '@askdesk/contracts'
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { followForgetting, forgetPerson } from './forget-person.ts'
import { SignInPage } from './SignInPage.tsx'
import { useSession, useSessionEnds } from './use-session.ts'

const SignInDialog = lazy(() =>
  import('./SignInDialog.tsx').then((module) => ({ default: module.SignInDialog })),
)

export type SessionGateProps = {
  readonly logo: ReactNode
  readonly children: ReactNode
}

/**
 * Shows the desk to whoever may see it. Whoever has to sign in first sees nothing else; whose
 * session ends later signs in over the page, which stays as it is.
 */
export function SessionGate({ logo, children }: SessionGateProps) {
  const { session, isKnown, signIn } = useSession()
  const person = useFirstPerson(session)
  useSessionEnds()
  useEffect(() => followForgetting(() => location.reload()), [])
  const methods = session?.methods ?? ['token']
  const isOut = session?.required === true && !session.signedIn
  if (!isKnown) return null
  if (isOut && person === undefined) {
    return <SignInPage methods={methods} logo={logo} onSignIn={signIn} />
  }
  return (
    <>
      {children}
      {isOut && (
        <Suspense>
          <SignInDialog name={person?.name} methods={methods} onSignIn={signIn} />
        </Suspense>
      )}
    </>
  )
}

/**
 * Remembers who was let in first in this page, signed in or not. Another person who signs in over it
 * begins anew, without what the first one left.
 */
function useFirstPerson(session: Session | undefined): { name: string | undefined } | undefined {
  const [person, setPerson] = useState<{ name: string | undefined }>()
  const isIn = session?.signedIn === true
  if (isIn && person === undefined) setPerson({ name: session.name })
  // A desk that asked nobody at first has nobody's words in it but theirs who sit before it.
  const isAnother = isIn && person?.name !== undefined && person.name !== session.name
  useEffect(() => {
    if (!isAnother) return
    forgetPerson()
    location.assign('/')
  }, [isAnother])
  return person
}
