import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type Ref, useEffect, useRef, useState } from 'react'
import { isComposingKey } from '../../shared/keys.ts'
import styles from './SearchBox.module.css'

export type SearchBoxProps = {
  value: string
  onChange: (value: string) => void
  /** The person goes on to what was found. */
  onLeave: () => void
  inputRef: Ref<HTMLInputElement>
}

/** Debounce: a pause in typing that is long enough to ask. */
const waitMs = 250

/** Debounced search over all fields of a ticket: asks once the typing has paused. */
export function SearchBox({ value, onChange, onLeave, inputRef }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  // The address changed by other means than this box: Back, a view, Clear filters.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => {
    const next = text.trim()
    if (next === sent.current) return
    const timer = setTimeout(() => {
      sent.current = next
      onChange(next)
    }, waitMs)
    return () => clearTimeout(timer)
  }, [text, onChange])
  const clear = () => {
    setText('')
    sent.current = ''
    onChange('')
  }
  return (
    <TextInput
      ref={inputRef}
      classNames={{ input: styles['input'] ?? '' }}
      type="search"
      aria-label="Search tickets"
      placeholder="Search tickets"
      maxLength={200}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={
        text !== '' && <CloseButton size="sm" aria-label="Empty the search" onClick={clear} />
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (isComposingKey(event)) return
        if (event.key === 'Enter') {
          sent.current = text.trim()
          onChange(text.trim())
        }
        if (event.key === 'ArrowDown') {
          event.preventDefault()
          onLeave()
        }
        if (event.key !== 'Escape') return
        event.stopPropagation()
        event.preventDefault()
        if (text === '') event.currentTarget.blur()
        else clear()
      }}
    />
  )
}
