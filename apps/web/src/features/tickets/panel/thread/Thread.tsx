import type { TicketMessage } from '@askdesk/contracts'
import { Button } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import styles from './Thread.module.css'
import { ThreadMessage } from './ThreadMessage.tsx'

/** This near to the end counts as reading the newest. */
const nearEnd = 48

/** Scrolls as one, thread included, in a low window. */
const panel = '[data-head]'

/** Finds the scroll container of now: the thread's own section, or the panel around it. */
function scrollerOf(section: HTMLElement | null): Element | null {
  if (!section || section.scrollHeight > section.clientHeight + 1) return section
  return section.closest(panel) ?? section
}

/** The ticket's messages, oldest first. It opens at the newest and stays there while one reads it. */
export function Thread({ messages }: { messages: TicketMessage[] }) {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLOListElement>(null)
  const pinned = useRef(true)
  const [away, setAway] = useState(false)
  // Never folds the two that are read now: the newest entry, the customer's newest mail before it.
  const written = messages.filter(({ kind }) => kind !== 'system')
  const shown = [written.at(-1), written.findLast(({ kind }) => kind === 'customer')]

  const toNewest = useCallback(() => {
    const element = scrollerOf(scroller.current)
    element?.scrollTo({ top: element.scrollHeight })
  }, [])
  useEffect(() => {
    let sizes = ''
    const onScroll = () => {
      const element = scrollerOf(scroller.current)
      if (!element) return
      const { scrollHeight, scrollTop, clientHeight } = element
      const isNear = scrollHeight - scrollTop - clientHeight <= nearEnd
      // A new layout moves the end as well; only scrolling without one is the reader's.
      const before = sizes
      sizes = `${scrollHeight}/${clientHeight}`
      if (!isNear && pinned.current && sizes !== before) return
      pinned.current = isNear
      setAway(!isNear)
    }
    const section = scroller.current
    const candidates = [section, section?.closest(panel)]
    for (const element of candidates) element?.addEventListener('scroll', onScroll)
    return () => {
      for (const element of candidates) element?.removeEventListener('scroll', onScroll)
    }
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
      >
        <ol className={styles['thread']} ref={content}>
          {messages.map((message) => (
            <ThreadMessage key={message.id} message={message} foldable={!shown.includes(message)} />
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
