/* A separator that can be focused is a control of its own kind, with a value and arrow keys. */
/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role */
import { type PointerEvent, type RefObject, useLayoutEffect } from 'react'
import { z } from 'zod'
import { useStored } from '../../shared/use-stored.ts'
import styles from './ResizeHandle.module.css'

const narrowest = 340
const widest = 720
const step = 24

const clamp = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)))

/** How wide the assistant is kept, remembered; the style sheet reads it from the document. */
export function useAssistantWidth(): [number, (width: number) => void] {
  const [width, setWidth] = useStored('askdesk.assistant-width', z.number().transform(clamp), 420)
  useLayoutEffect(() => {
    document.documentElement.style.setProperty('--ask-assistant-width', `${width}px`)
  }, [width])
  return [width, (wanted) => setWidth(clamp(wanted))]
}

export type ResizeHandleProps = {
  pane: RefObject<HTMLElement | null>
  width: number
  onWidth: (width: number) => void
}

/** The edge between the ticket and the assistant, moved by pointer or arrow keys. */
export function ResizeHandle({ pane, width, onWidth }: ResizeHandleProps) {
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const right = pane.current?.getBoundingClientRect().right
    const held = event.currentTarget.hasPointerCapture(event.pointerId)
    if (right !== undefined && held) onWidth(right - event.clientX)
  }
  return (
    <div
      className={styles['handle']}
      role="separator"
      aria-label="Width of the assistant"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') onWidth(width + step)
        if (event.key === 'ArrowRight') onWidth(width - step)
      }}
    />
  )
}
