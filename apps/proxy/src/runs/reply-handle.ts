import type { Reply } from './reply-options.ts'

/** Speaks to whichever reply is under way. */
export type ReplyHandle = Reply & { set(reply: Reply | undefined): void }

/** Made apart from the question, so that a run that can be read for minutes keeps nothing of it. */
export function createReplyHandle(): ReplyHandle {
  let current: Reply | undefined
  return {
    set: (reply) => void (current = reply),
    stop: () => current?.stop(),
    cancel: (message) => current?.cancel(message),
    tick: (now) => current?.tick(now),
  }
}
