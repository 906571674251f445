/**
 * Moves the focus to the message before or after the one that has it, and that message's beginning
 * into view; from elsewhere to the last one. False where there is none.
 */
export function moveToMessage(panel: HTMLElement, step: 1 | -1): boolean {
  const messages = [...panel.querySelectorAll<HTMLElement>('[role="log"] article')]
  const at = messages.findIndex((message) => message.contains(document.activeElement))
  const to = at === -1 ? messages.length - 1 : at + step
  const message = messages[Math.min(Math.max(to, 0), messages.length - 1)]
  if (!message) return false
  // Only these keys stop at a message; Tab goes on to the controls in it.
  message.tabIndex = -1
  message.focus({ preventScroll: true })
  message.scrollIntoView({ block: 'start' })
  return true
}
