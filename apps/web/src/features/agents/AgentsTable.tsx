import type { DeskAgent } from '@askdesk/contracts'
import { Button } from '@mantine/core'
import { ForeignText } from '../../shared/text/ForeignText.tsx'
import { isolatedText } from '../../shared/text/visible-text.ts'
import { exactTime, relativeTime, useNow } from '../../shared/time.ts'
import type { Desk } from './agents-api.ts'
import { inOrder } from './agents-words.ts'
import styles from './AgentsTable.module.css'

export type AgentsTableProps = {
  readonly desk: Desk
  /** The agent that is being enabled. */
  readonly busy: string | undefined
  readonly onDisable: (agent: DeskAgent) => void
  readonly onEnable: (agent: DeskAgent) => void
}

export function AgentsTable({ desk, busy, onDisable, onEnable }: AgentsTableProps) {
  return (
    <div className={styles['scroller']}>
      <table className={styles['table']} aria-label="Agents">
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col" className={styles['number']}>
              Open
            </th>
            <th scope="col" className={styles['number']}>
              Pending
            </th>
            <th scope="col" className={styles['wide']}>
              Last seen
            </th>
            <th scope="col">
              <span className="visually-hidden">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {inOrder(desk.agents).map((agent) => {
            const isDisabled = agent.disabledAt !== null
            const name = isolatedText(agent.name)
            return (
              <tr key={agent.name} data-disabled={isDisabled || undefined}>
                <th scope="row">
                  <ForeignText text={agent.name} />
                  <Facts agent={agent} isMe={agent.name === desk.me} />
                </th>
                <td className={styles['number']}>{agent.open.toLocaleString('en')}</td>
                <td className={styles['number']}>{agent.pending.toLocaleString('en')}</td>
                <td className={styles['wide']}>
                  <Seen at={agent.lastSeenAt} />
                </td>
                <td className={styles['action']}>
                  {agent.name !== desk.me && (
                    // One button for both, so that the focus that a dialog gives back finds it.
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={isDisabled ? `Enable ${name}` : `Disable ${name}…`}
                      loading={busy === agent.name}
                      onClick={() => (isDisabled ? onEnable(agent) : onDisable(agent))}
                    >
                      {isDisabled ? 'Enable' : 'Disable…'}
                    </Button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Facts({ agent, isMe }: { agent: DeskAgent; isMe: boolean }) {
  const { disabledAt, role, mail, isKnown } = agent
  return (
    <span className={styles['facts']}>
      {disabledAt !== null && (
        <span className={styles['disabled']} title={exactTime(disabledAt)}>
          Disabled
        </span>
      )}
      {isMe && <span>You</span>}
      {role !== null && role !== 'agent' && <span>{role}</span>}
      {!isKnown && <span>Never signed in</span>}
      {mail !== null && (
        <span>
          <ForeignText text={mail} />
        </span>
      )}
    </span>
  )
}

function Seen({ at }: { at: string | null }) {
  const now = useNow()
  if (at === null) return <>Never</>
  return (
    <time dateTime={at} title={exactTime(at)}>
      {relativeTime(at, now)}
    </time>
  )
}
