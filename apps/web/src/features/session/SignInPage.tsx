import type { SignInMethod } from '@askdesk/contracts'
import { useEffect, useState } from 'react'
import { SignInForm, type SignInFormProps } from './SignInForm.tsx'
import { failedSignIn, withoutSignInResult } from './sign-in-result.ts'
import styles from './SignInPage.module.css'

export type SignInPageProps = {
  readonly methods: readonly SignInMethod[]
  readonly logo: React.ReactNode
  readonly onSignIn: SignInFormProps['onSignIn']
}

/** The whole page for whoever is not signed in: one thing to do, and no ticket. */
export function SignInPage({ methods, logo, onSignIn }: SignInPageProps) {
  const [reason] = useState(() => failedSignIn(location.search))
  useEffect(() => {
    document.title = 'Sign in · Askdesk'
    history.replaceState(history.state, '', withoutSignInResult(location.href))
    document.querySelector<HTMLInputElement>('input[data-autofocus]')?.focus()
  }, [])
  return (
    <main className={styles['page']}>
      {logo}
      <h1>Sign in to Askdesk</h1>
      <p className={styles['why']}>Tickets and the assistant use the same sign-in.</p>
      <SignInForm methods={methods} reason={reason} onSignIn={onSignIn} />
    </main>
  )
}
