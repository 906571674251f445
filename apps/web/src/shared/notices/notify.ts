import { errorMessage } from '../http/errors.ts'

/**
 * Messages that pass by at the edge of the page. The code that shows them is loaded with the first
 * one, it is no part of the first paint.
 */
const center = () => import('./notification-center.tsx')

let lastUndo: (() => void) | undefined

/** Takes back what was done last, once. False where there is nothing, or something else was done since. */
export function undoLast(): boolean {
  const undo = lastUndo
  lastUndo = undefined
  undo?.()
  return undo !== undefined
}

/** Something was done that cannot be taken back: an undo of what came before would surprise. */
export function nothingToUndo(): void {
  lastUndo = undefined
}

/** Says what was done and offers to take it back. */
export function notifyUndo(message: string, undo: () => void): void {
  const once = (): void => {
    if (lastUndo === once) lastUndo = undefined
    undo()
  }
  lastUndo = once
  void center().then(({ showUndo }) => showUndo(message, once))
}

/** Says that something failed, in the error's own sentence. */
export function notifyError(title: string, error: unknown): void {
  void center().then(({ showError }) => showError(title, errorMessage(error)))
}
