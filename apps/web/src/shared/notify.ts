import { errorMessage } from './errors.ts'

/**
 * Messages that pass by at the edge of the page. The code that shows them is loaded with the first
 * one, it is no part of the first paint.
 */
const center = () => import('./notification-center.tsx')

/** Says what was done and offers to take it back. */
export function notifyUndo(message: string, undo: () => void): void {
  void center().then(({ showUndo }) => showUndo(message, undo))
}

/** Says that something failed, in the error's own sentence. */
export function notifyError(title: string, error: unknown): void {
  void center().then(({ showError }) => showError(title, errorMessage(error)))
}
