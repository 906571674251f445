import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import styles from './ReplyActions.module.css'

export type PopoverMenuProps = {
  /** Of the button. */
  readonly name: string
  readonly menuName: string
  readonly icon: ReactNode
  readonly look?: string | undefined
  readonly isDisabled?: boolean | undefined
  /** Buttons with the role `menuitem`. */
  readonly children: ReactNode
}

/** A button with a menu. The platform's popover closes and layers itself and gives the focus back. */
export function PopoverMenu(props: PopoverMenuProps) {
  const { name, menuName, icon, look = styles['action'], isDisabled, children } = props
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)

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
        className={look}
        aria-label={name}
        title={name}
        aria-haspopup="menu"
        popoverTarget={id}
        disabled={isDisabled}
      >
        {icon}
      </button>
      {/* The items inside are what is clicked and focused. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={menuName}
        className={styles['menu']}
        onKeyDown={moveFocus}
        onClick={() => menu.current?.hidePopover()}
        // Drawn only while open: a closed menu's words are no part of the reply. Its items stay until
        // it is closed, as the focus goes back only from what is still there.
        onBeforeToggle={(event) => {
          if (event.newState === 'open') setIsOpen(true)
        }}
        onToggle={(event) => {
          if (event.newState === 'open') items()[0]?.focus()
          else setIsOpen(false)
        }}
      >
        {isOpen && children}
      </div>
    </span>
  )
}
