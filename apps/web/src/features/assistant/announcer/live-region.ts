/**
 * Two places that screen readers listen to: short words on what happens, and the reply, once and
 * whole. Reading every piece as it comes would only stammer.
 */
export type LiveRegion = {
  readonly say: (words: string) => void
  readonly read: (text: string) => void
  readonly attachStatus: (element: HTMLElement | null) => void
  readonly attachReply: (element: HTMLElement | null) => void
}

export function createLiveRegion(): LiveRegion {
  let status: HTMLElement | null = null
  let reply: HTMLElement | null = null
  return {
    say(words) {
      if (status) status.textContent = words
    },
    read(text) {
      if (reply) reply.textContent = text
    },
    attachStatus(element) {
      status = element
    },
    attachReply(element) {
      reply = element
    },
  }
}
