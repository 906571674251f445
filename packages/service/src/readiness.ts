import { setTimeout as pause } from 'node:timers/promises'

type Log = { info(facts: object, message: string): void }

/** Whether a service should be sent requests: not any more once that it has been told to stop. */
export type Readiness = {
  readonly isDraining: boolean
  /**
   * Says no to whoever asks for readiness from now on, and resolves when a balancer has had its
   * time to notice. Until then everything is answered as before.
   */
  begin(log: Log, running?: number): Promise<void>
}

/** @param graceMs how long a balancer needs, as `SHUTDOWN_GRACE_MS` says. */
export function createReadiness(graceMs: number): Readiness {
  let isDraining = false
  return {
    get isDraining() {
      return isDraining
    },
    async begin(log, running) {
      isDraining = true
      log.info({ graceMs, running }, 'told to stop: not ready any more, draining')
      if (graceMs > 0) await pause(graceMs)
    },
  }
}
