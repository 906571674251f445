import type { Reply } from '../conversation/conversation.ts'

const sendingForMs = 500
const stalledAfterMs = 6000
const longWaitMs = 5000
/** After so many attempts it is no hiccup any more. */
const quickAttempts = 5

/** Describes a reply under way, in words. Null once it has ended. */
export function progressWords(reply: Reply, provider: string, now: number): string | null {
  if (reply.reconnecting !== undefined && isUnderWay(reply)) {
    if (reply.reconnecting <= quickAttempts) return 'Reconnecting…'
    return 'Still no connection. It is tried again every few seconds; you can wait or stop.'
  }
  const { asksAgainAt = now } = reply
  if (asksAgainAt > now && reply.status === 'waiting' && reply.run === undefined) {
    return busy(provider, asksAgainAt - now)
  }
  const waited = now - reply.startedAt
  switch (reply.status) {
    case 'sending':
      return waited < sendingForMs ? 'Sending…' : waiting(provider, waited)
    case 'waiting':
      return reply.reasoning === '' ? waiting(provider, waited) : `${provider} is thinking…`
    case 'answering': {
      const quiet = now - (reply.grewAt ?? now)
      if (quiet < stalledAfterMs) return 'Answering…'
      return `Nothing new from ${provider} for ${Math.floor(quiet / 1000)} s. You can wait or stop.`
    }
    default:
      return null
  }
}

function waiting(provider: string, waited: number): string {
  const time = waited < longWaitMs ? '' : ` ${Math.floor(waited / 1000)} s`
  return `Waiting for ${provider}…${time}`
}

function busy(provider: string, forMs: number): string {
  return `${provider} takes no more questions just now. Asking again in ${Math.max(1, Math.round(forMs / 1000))} s…`
}

function isUnderWay({ status }: Reply): boolean {
  return status === 'sending' || status === 'waiting' || status === 'answering'
}
