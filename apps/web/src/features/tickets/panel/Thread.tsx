import type { TicketMessage } from '@askdesk/contracts'
import { Button } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import styles from './Thread.module.css'
import { ThreadMessage } from './ThreadMessage.tsx'

/** This near to the end counts as reading the newest. */
const nearEnd = 48

/** The ticket's messages, oldest first. It opens at the newest and stays there while one reads it. */
export function Thread({ messages }: { messages: TicketMessage[] }) {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLOListElement>(null)
  const pinned = useRef(true)
  const [away, setAway] = useState(false)
  const newest = messages.at(-1)?.id

  const toNewest = useCallback(() => {
    const element = scroller.current
    element?.scrollTo({ top: element.scrollHeight })
  }, [])
  // After each change of what is drawn; cheap, and nothing while one reads further up.
  useLayoutEffect(() => {
    if (pinned.current) toNewest()
  })
  // Late layout and a growing reply box move the end; who reads the newest keeps it in view.
  useEffect(() => {
    if (!scroller.current || !content.current) return
    const observer = new ResizeObserver(() => {
      if (pinned.current) toNewest()
    })
    observer.observe(scroller.current)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [toNewest])

  return (
    <div className={styles['frame']}>
      <section
        className={styles['scroller']}
        ref={scroller}
        aria-label="Thread"
        data-own-arrows
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that keys can scroll it
        tabIndex={0}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
          pinned.current = scrollHeight - scrollTop - clientHeight <= nearEnd
          setAway(!pinned.current)
        }}
      >
        <ol className={styles['thread']} ref={content}>
          {messages.map((message) => (
            <ThreadMessage key={message.id} message={message} foldable={message.id !== newest} />
          ))}
        </ol>
        {messages.length === 0 && <p className={styles['empty']}>Nobody has written yet.</p>}
      </section>
      {away && (
        <Button
          className={styles['jump'] ?? ''}
          size="compact-sm"
          variant="default"
          radius="xl"
          leftSection={<IconArrowDown size={14} aria-hidden="true" />}
          onClick={toNewest}
        >
          Show newest
        </Button>
      )}
    </div>
  )
}
