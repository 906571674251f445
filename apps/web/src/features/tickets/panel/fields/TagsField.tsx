import type { TagEdit } from '@askdesk/contracts'
import { CloseButton } from '@mantine/core'
import { type KeyboardEvent, useId, useState } from 'react'
import { isComposingKey } from '../../../../shared/keys.ts'
import styles from './TagsField.module.css'

export type TagsFieldProps = {
  tags: string[]
  /** Tags that are in use elsewhere, offered while typing. */
  known: string[]
  onChange: (edit: TagEdit) => void
}

/** The ticket's tags, each with its remover, and a small box for one more. */
export function TagsField({ tags, known, onChange }: TagsFieldProps) {
  const listId = useId()
  const [text, setText] = useState('')
  const add = () => {
    // A comma separates tags for the tickets API, so it cannot be in one.
    const tag = text.replaceAll(',', ' ').trim()
    setText('')
    if (tag !== '' && !tags.includes(tag)) onChange({ add: [tag] })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposingKey(event)) return
    if (event.key === 'Escape') setText('')
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault()
      add()
    }
  }
  return (
    <ul className={styles['tags']} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag} className={styles['tag']}>
          {tag}
          <CloseButton
            size={24}
            iconSize={12}
            aria-label={`Remove tag ${tag}`}
            onClick={() => onChange({ remove: [tag] })}
          />
        </li>
      ))}
      <li>
        <input
          className={styles['input']}
          aria-label="Add tag"
          placeholder="Add tag"
          maxLength={40}
          list={listId}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          // Drops text that was not confirmed; another window takes only the keys, not the place.
          onBlur={(event) => {
            if (document.activeElement !== event.currentTarget) setText('')
          }}
        />
        <datalist id={listId}>
          {known
            .filter((tag) => !tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag}>
                {tag}
              </option>
            ))}
        </datalist>
      </li>
    </ul>
  )
}
