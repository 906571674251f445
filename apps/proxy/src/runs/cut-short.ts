import type { ErrorCode } from '@askdesk/contracts'
import type { Timeouts } from '../config/config.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import type { Asked } from '../errors/failure-sentences.ts'
import type { Verdict } from './reply-clock.ts'

/** Why a reply is ended before upstream has ended it, in words. */
export const cutShort = {
  byTime: (
    verdict: Extract<Verdict, 'too long' | 'never began' | 'stalled'>,
    asked: Asked,
    timeouts: Timeouts,
  ): ProxyError =>
    about(asked, 'upstream_timeout', timeoutSentence(verdict, asked.label, timeouts)),

  byEndlessEvent: (asked: Asked): ProxyError =>
    about(
      asked,
      'upstream_error',
      `${asked.label} sent an event that does not end. Try again, or pick another provider.`,
    ),

  /** A part of it has been read. */
  inTheMiddle: (message: string, asked: Asked): ProxyError => about(asked, 'interrupted', message),

  beforeItBegan: (message: string, asked: Asked): ProxyError => about(asked, 'stopped', message),
}

function about({ providerId, traceId }: Asked, code: ErrorCode, message: string): ProxyError {
  return new ProxyError(code, message, { provider: providerId, traceId })
}

function timeoutSentence(
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
