import type { Timeouts } from '../config.ts'
import type { Verdict } from './reply-clock.ts'

/** What a reply that took too long is told to its reader. */
export function timeoutSentence(
  verdict: Extract<Verdict, 'too long' | 'never began' | 'stalled'>,
  label: string,
  timeouts: Timeouts,
): string {
  switch (verdict) {
    case 'too long':
      return `${label} was still answering after ${inMinutes(timeouts.wholeStream)}, the longest a reply may take. Ask for a shorter one.`
    case 'never began':
      return `${label} did not begin to answer in time. Try again, or pick another provider.`
    case 'stalled':
      return `${label} stopped in the middle of its reply. The text so far is kept; try again or continue.`
  }
}

function inMinutes(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  return minutes >= 1 ? `${minutes} min` : `${Math.round(milliseconds / 1000)} s`
}
