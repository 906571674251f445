import type { DeskAgent } from '@askdesk/contracts'
import { Button, Modal, NativeSelect } from '@mantine/core'
import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Overlay.layer.css'
import '@mantine/core/styles/Modal.layer.css'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { errorMessage } from '../../shared/http/errors.ts'
import { ForeignText } from '../../shared/text/ForeignText.tsx'
import { isolatedText } from '../../shared/text/visible-text.ts'
import { disableAgent } from './agents-api.ts'
import { successorsOf, waitingWords } from './agents-words.ts'
import styles from './DisableDialog.module.css'

export type DisableDialogProps = {
  /** The agent who leaves; null closes the dialog. */
  readonly agent: DeskAgent | null
  readonly agents: readonly DeskAgent[]
  readonly onClose: () => void
  readonly onDisabled: (agent: DeskAgent, handedOver: number, to: string | null) => Promise<void>
}

const nobody = ''

/** Asks once more, and whom the tickets of one who leaves go to. It stays mounted, so that it gives the focus back. */
export function DisableDialog({ agent, agents, onClose, onDisabled }: DisableDialogProps) {
  const [to, setTo] = useState(nobody)
  const disable = useMutation({
    async mutationFn(leaving: DeskAgent) {
      const handOverTo = to === nobody ? null : to
      const { handedOver } = await disableAgent(leaving.name, handOverTo)
      await onDisabled(leaving, handedOver, handOverTo)
      setTo(nobody)
    },
  })
  const close = () => {
    if (disable.isPending) return
    setTo(nobody)
    disable.reset()
    onClose()
  }
  return (
    <Modal.Root opened={agent !== null} centered size="md" lockScroll={false} onClose={close}>
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content>
        {agent && (
          // Not the library's head: its header element would count as a second one of the page.
          <Modal.Body className={styles['body'] ?? ''}>
            <Modal.Title>
              Disable <ForeignText text={agent.name} />?
            </Modal.Title>
            <p>
              From now on they cannot use Askdesk and get no tickets. What they wrote stays, and you
              can enable them again.
            </p>
            {waitingWords(agent) === '' ? (
              <p>They have no open or pending ticket.</p>
            ) : (
              <NativeSelect
                label={`Their ${waitingWords(agent)} go${agent.open + agent.pending === 1 ? 'es' : ''} to`}
                value={to}
                onChange={(event) => setTo(event.currentTarget.value)}
                data-autofocus
                data={[
                  { value: nobody, label: 'Nobody: they wait as unassigned' },
                  ...successorsOf(agent, agents).map((name) => ({
                    value: name,
                    label: isolatedText(name),
                  })),
                ]}
              />
            )}
            {disable.error && (
              <p role="alert" className={styles['failure']}>
                {errorMessage(disable.error)}
              </p>
            )}
            <div className={styles['actions']}>
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button
                className={styles['disable'] ?? ''}
                loading={disable.isPending}
                onClick={() => disable.mutate(agent)}
              >
                Disable
              </Button>
            </div>
          </Modal.Body>
        )}
      </Modal.Content>
    </Modal.Root>
  )
}
