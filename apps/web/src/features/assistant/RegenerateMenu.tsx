import type { ProviderId } from '@askdesk/contracts'
import { IconSwitchHorizontal } from '@tabler/icons-react'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useAssistant } from './assistant-context.ts'
import { ProviderIcon } from './ProviderIcon.tsx'
import { healthWords, otherProviders } from './provider-list.ts'
import styles from './ReplyActions.module.css'

export type RegenerateMenuProps = {
  readonly answeredBy: ProviderId
  readonly onPick: (provider: ProviderId) => void
}

/** Asks another provider the same question. The platform's popover closes and layers itself. */
export function RegenerateMenu({ answeredBy, onPick }: RegenerateMenuProps) {
  const { providers } = useAssistant()
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const others = otherProviders(providers, answeredBy)
  if (others.length === 0) return null

  function items(): HTMLElement[] {
    return [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
  }

  function moveFocus(event: KeyboardEvent): void {
    const all = items()
    const at = all.findIndex((item) => item === document.activeElement)
    const steps: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }
    const to = steps[event.key]
    if (to === undefined) return
    event.preventDefault()
    all[to]?.focus()
  }

  return (
    <span className={styles['menuPlace']}>
      <button
        type="button"
        className={styles['action']}
        aria-label="Regenerate with…"
        title="Regenerate with…"
        aria-haspopup="menu"
        popoverTarget={id}
      >
        <IconSwitchHorizontal size={16} aria-hidden />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label="Regenerate with"
        className={styles['menu']}
        onKeyDown={moveFocus}
        // Drawn only while open: a closed menu's words are no part of the reply.
        onBeforeToggle={(event) => setIsOpen(event.newState === 'open')}
        onToggle={(event) => {
          if (event.newState === 'open') items()[0]?.focus()
        }}
      >
        {isOpen &&
          others.map((provider) => (
            <button
              key={provider.id}
              type="button"
              role="menuitem"
              className={styles['menuItem']}
              title={healthWords(provider.health)}
              onClick={() => {
                menu.current?.hidePopover()
                onPick(provider.id)
              }}
            >
              <ProviderIcon providerId={provider.id} health={provider.health.state} />
              {provider.label}
              <span className={styles['menuHint']}>{provider.strength}</span>
              {provider.health.state !== 'unknown' && (
                <span className={styles['menuHealth']} aria-hidden>
                  {healthWords(provider.health)}
                </span>
              )}
            </button>
          ))}
      </div>
    </span>
  )
}
