import type { SignInMethod } from '@askdesk/contracts'
import { Button } from '@mantine/core'
import { useId, useState, type FormEvent } from 'react'
import { errorMessage } from '../../shared/http/errors.ts'
import { oidcStart } from './session-client.ts'
import styles from './SignInForm.module.css'

export type SignInFormProps = {
  readonly methods: readonly SignInMethod[]
  /** Why the person is here again, said above the way in. */
  readonly reason?: string | undefined
  /** @throws HttpError what the service says about the token */
  readonly onSignIn: (token: string) => Promise<void>
}

/** The ways in that the service offers. */
export function SignInForm({ methods, reason, onSignIn }: SignInFormProps) {
  const hasOidc = methods.includes('oidc')
  return (
    <div className={styles['ways']}>
      {reason !== undefined && (
        <p role="alert" className={styles['problem']}>
          {reason}
        </p>
      )}
      {hasOidc && (
        <Button
          fullWidth
          onClick={() => {
            location.assign(oidcStart(location))
          }}
        >
          Sign in with your organisation
        </Button>
      )}
      {methods.includes('token') && (
        <>
          <p className={styles['hint']}>
            {hasOidc ? 'or with a token from your admin' : 'With a token from your admin'}
          </p>
          <TokenForm onSignIn={onSignIn} isMain={!hasOidc} />
        </>
      )}
    </div>
  )
}

type TokenFormProps = Pick<SignInFormProps, 'onSignIn'> & { readonly isMain: boolean }

/** Asks for a token. It is sent once and not kept. */
function TokenForm({ onSignIn, isMain }: TokenFormProps) {
  const id = useId()
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const form = event.currentTarget
    const token = new FormData(form).get('token')
    if (isBusy || typeof token !== 'string') return
    if (token.trim() === '') return setProblem('Enter your token first.')
    setIsBusy(true)
    try {
      await onSignIn(token.trim())
    } catch (error) {
      setProblem(errorMessage(error))
      setIsBusy(false)
      form.querySelector<HTMLInputElement>('input[name=token]')?.select()
    }
  }

  return (
    <form aria-label="Sign in" onSubmit={(event) => void submit(event)}>
      <div className={styles['row']}>
        <input
          id={id}
          className={styles['input']}
          // Drawn as dots by the style sheet: a browser offers to keep what is in a password field.
          type="text"
          data-autofocus
          name="token"
          aria-label="Token"
          placeholder="Token"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={8192}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onChange={() => setProblem(null)}
        />
        <Button type="submit" variant={isMain ? 'filled' : 'default'} loading={isBusy}>
          Sign in
        </Button>
      </div>
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className={styles['problem']}>
          {problem}
        </p>
      )}
    </form>
  )
}
