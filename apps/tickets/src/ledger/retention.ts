import type { FastifyInstance } from 'fastify'
import { findFault } from '../db/faults.ts'
import type { Ledger } from './ledger.ts'

const day = 86_400_000
/** Over a year, so that a month can be compared with the same one of last year. */
const keptDays = 400
const lookEvery = day / 4

/** Removes rows of the ledger that are older than is kept, a few at a time so that nobody waits. */
export function keepLedgerBounded(app: FastifyInstance, ledger: Ledger): void {
  const prune = async (): Promise<void> => {
    const before = new Date(Date.now() - keptDays * day)
    while ((await ledger.prune(before)) > 0);
  }
  const timer = setInterval(() => {
    prune().catch((error: unknown) => {
      app.log.warn({ fault: findFault(error)?.kind }, 'old rows of the ledger were not removed')
    })
  }, lookEvery)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
