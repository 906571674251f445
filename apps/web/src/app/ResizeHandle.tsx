/* A separator that can be focused is a control of its own kind, with a value and arrow keys. */
/* eslint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role */
import { type PointerEvent, type RefObject, useLayoutEffect } from 'react'
import { z } from 'zod'
import { useStored } from '../shared/use-stored.ts'
import styles from './ResizeHandle.module.css'

const narrowest = 340
const widest = 720
const step = 24

const clamp = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)))

/** The edge between the ticket and the assistant, moved by pointer or arrow keys; remembered. */
export function ResizeHandle({ pane }: { pane: RefObject<HTMLElement | null> }) {
  const [width, setWidth] = useStored('askdesk.assistant-width', z.number().transform(clamp), 420)
  useLayoutEffect(() => {
    document.documentElement.style.setProperty('--ask-assistant-width', `${width}px`)
  }, [width])
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const right = pane.current?.getBoundingClientRect().right
    const held = event.currentTarget.hasPointerCapture(event.pointerId)
    if (right !== undefined && held) setWidth(clamp(right - event.clientX))
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
        if (event.key === 'ArrowLeft') setWidth(clamp(width + step))
        if (event.key === 'ArrowRight') setWidth(clamp(width - step))
      }}
    />
  )
}
