import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useAssistantKeys } from './use-assistant-keys.ts'

function Controls({ onPress }: { onPress: (name: string) => void }) {
  const onKeyDown = useAssistantKeys(true)
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={onKeyDown}>
      <button type="button" data-command="copy" onClick={() => onPress('first')}>
        First
      </button>
      <button type="button" data-command="copy" onClick={() => onPress('last')}>
        Last
      </button>
      <textarea aria-label="Message" data-command="message" />
    </div>
  )
}

test('a key presses the last of its controls, or goes to the text box; in it, letters are text', () => {
  const pressed: string[] = []
  render(<Controls onPress={(name) => pressed.push(name)} />)
  const first = screen.getByRole('button', { name: 'First' })
  const box = screen.getByRole('textbox')
  fireEvent.keyDown(first, { key: 'c' })
  expect(pressed).toEqual(['last'])
  // Nothing runs, so there is nothing to stop: the key is left to others.
  expect(fireEvent.keyDown(first, { key: 's' })).toBe(true)
  fireEvent.keyDown(first, { key: 'm' })
  expect(document.activeElement).toBe(box)
  fireEvent.keyDown(box, { key: 'c' })
  expect(pressed).toEqual(['last'])
})
