import type { DeskAgent } from '@askdesk/contracts'
import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { errorMessage } from '../../shared/http/errors.ts'
import { backWords, leftWords } from './agents-words.ts'
import { enableAgent, fetchDesk } from './agents-api.ts'
import styles from './AgentsPage.module.css'
import { AgentsTable } from './AgentsTable.tsx'
import { DisableDialog } from './DisableDialog.tsx'

/** The people of the desk, for an admin: who works here, and how one leaves. */
export function AgentsPage() {
  const desk = useQuery({ queryKey: ['agents'], queryFn: ({ signal }) => fetchDesk(signal) })
  const [leaving, setLeaving] = useState<DeskAgent | null>(null)
  const [news, setNews] = useState('')
  const enable = useMutation({
    mutationFn: enableAgent,
    onMutate: () => setNews(''),
    onSuccess: (_state, name) => setNews(backWords(name)),
    onSettled: () => desk.refetch(),
  })
  useEffect(() => {
    document.title = 'Agents · Askdesk'
  }, [])
  return (
    <main className={styles['page']}>
      <h1>Agents</h1>
      <p className={styles['about']}>
        Who signs in is listed here. An agent who leaves is disabled: they see nothing any more, and
        what they wrote stays.
      </p>
      <output className={styles['news']}>{news}</output>
      {enable.error && (
        <p role="alert" className={styles['failure']}>
          {errorMessage(enable.error)}
        </p>
      )}
      {desk.error && (
        <div role="alert" className={styles['failure']}>
          <p>{errorMessage(desk.error)}</p>
          <Button size="compact-sm" variant="default" onClick={() => void desk.refetch()}>
            Try again
          </Button>
        </div>
      )}
      {desk.isPending && <Skeleton height={320} aria-label="Loading" />}
      {desk.data && (
        <AgentsTable
          desk={desk.data}
          busy={enable.isPending ? enable.variables : undefined}
          onDisable={(agent) => {
            setNews('')
            enable.reset()
            setLeaving(agent)
          }}
          onEnable={(agent) => enable.mutate(agent.name)}
        />
      )}
      {desk.data && (
        <DisableDialog
          agent={leaving}
          agents={desk.data.agents}
          onClose={() => setLeaving(null)}
          onDisabled={async (agent, handedOver, to) => {
            await desk.refetch()
            setLeaving(null)
            setNews(leftWords(agent.name, handedOver, to))
          }}
        />
      )}
    </main>
  )
}
