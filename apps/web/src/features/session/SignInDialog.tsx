import type { SignInMethod } from '@askdesk/contracts'
import { Modal } from '@mantine/core'
import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Overlay.layer.css'
import '@mantine/core/styles/Modal.layer.css'
import { SignInForm, type SignInFormProps } from './SignInForm.tsx'
import styles from './SignInDialog.module.css'

export type SignInDialogProps = {
  readonly name: string | undefined
  readonly methods: readonly SignInMethod[]
  readonly onSignIn: SignInFormProps['onSignIn']
}

/** Lies over the page of a person whose session ended: what they wrote stays beneath. */
export function SignInDialog({ name, methods, onSignIn }: SignInDialogProps) {
  return (
    <Modal.Root
      opened
      centered
      size="sm"
      onClose={() => undefined}
      closeOnEscape={false}
      closeOnClickOutside={false}
      lockScroll={false}
    >
      <Modal.Overlay backgroundOpacity={0.5} blur={6} />
      <Modal.Content>
        {/* Not the library's head: its header element would count as a second one of the page. */}
        <Modal.Body className={styles['body'] ?? ''}>
          <Modal.Title>Sign in again</Modal.Title>
          <p className={styles['why']}>
            {name === undefined ? 'Your session' : <bdi>{name}’s session</bdi>} has ended. Nothing
            is lost: what you wrote is still there.
          </p>
          <SignInForm methods={methods} onSignIn={onSignIn} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
