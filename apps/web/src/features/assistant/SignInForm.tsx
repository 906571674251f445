import { Button } from '@mantine/core'
import { useId, useState, type FormEvent } from 'react'
import { errorMessage } from '../../shared/errors.ts'
import styles from './SignInForm.module.css'

export type SignInFormProps = {
  /** @throws what the proxy says about the token */
  readonly onSignIn: (token: string) => Promise<void>
}

/** Asks for the token that the proxy wants. It is sent once and not kept. */
export function SignInForm({ onSignIn }: SignInFormProps) {
  const id = useId()
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const form = event.currentTarget
    const token = new FormData(form).get('token')
    if (isBusy || typeof token !== 'string') return
    if (token.trim() === '') return setProblem('Enter your access token first.')
    setIsBusy(true)
    try {
      await onSignIn(token.trim())
    } catch (error) {
      setProblem(errorMessage(error))
      setIsBusy(false)
      form.querySelector('input')?.select()
    }
  }

  return (
    <form
      className={styles['form']}
      aria-label="Sign in to the assistant"
      onSubmit={(event) => void submit(event)}
    >
      <h3>Sign in to ask</h3>
      <p>
        This assistant is only for people with an access token. Ask whoever runs Askdesk for yours.
        It is sent once; this browser then stays signed in for some hours.
      </p>
      <label htmlFor={id}>Access token</label>
      <div className={styles['row']}>
        <input
          id={id}
          className={styles['input']}
          type="password"
          name="token"
          autoComplete="current-password"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={8192}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onChange={() => setProblem(null)}
        />
        <Button type="submit" loading={isBusy}>
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
