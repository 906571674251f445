import {
  errorCodes,
  outcomes,
  providerIds,
  type ApiError,
  type EndEvent,
  type LedgerRow,
  type ProviderId,
} from '@askdesk/contracts'
import type { Catalogue, Route } from '@askdesk/providers'
import { createSpendingMetrics } from '../ledger/spending-metrics.ts'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** Counts what operators ask about. Labels come from the catalogue and from closed lists, never from a request. */
export type Metrics = {
  ended(event: EndEvent, route: Route, bytes: number): void
  refused(error: ApiError, route: Route): void
  /** Counts the tokens and the money of a reply. */
  spent(row: LedgerRow): void
}

/** Outcomes of a reply as they are counted: `refused` never became a stream. */
const countedOutcomes = [...outcomes, 'refused'] as const

export function createMetrics(
  registry: Registry,
  openRuns: () => number,
  catalogue: Catalogue,
): Metrics {
  const registers = [registry]
  const runs = new Counter({
    name: 'askdesk_runs_total',
    help: 'Replies by how they ended. `refused` never became a stream.',
    labelNames: ['provider', 'model', 'outcome'] as const,
    registers,
  })
  const errors = new Counter({
    name: 'askdesk_upstream_errors_total',
    help: 'Replies that failed, by cause.',
    labelNames: ['provider', 'cause'] as const,
    registers,
  })
  const firstToken = new Histogram({
    name: 'askdesk_time_to_first_token_seconds',
    help: 'From the question to the first word of the reply.',
    labelNames: ['provider'] as const,
    buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64],
    registers,
  })
  const duration = new Histogram({
    name: 'askdesk_run_duration_seconds',
    help: 'From the question to the end of the reply.',
    labelNames: ['provider', 'outcome'] as const,
    buckets: [0.5, 1, 2, 5, 10, 20, 40, 80, 160, 320, 640],
    registers,
  })
  const bytes = new Counter({
    name: 'askdesk_stream_bytes_total',
    help: 'Bytes of replies, as they came from upstream.',
    labelNames: ['provider'] as const,
    registers,
  })
  const spending = createSpendingMetrics(registers, catalogue)
  // A series that begins with its first event shows no increase, and no alert: each begins at zero.
  for (const provider of providerIds) {
    for (const cause of errorCodes) errors.inc({ provider, cause }, 0)
    for (const outcome of outcomes) duration.zero({ provider, outcome })
    firstToken.zero({ provider })
    bytes.inc({ provider }, 0)
  }
  for (const { id: provider, models } of catalogue.providers) {
    for (const { id: model } of models) {
      for (const outcome of countedOutcomes) runs.inc({ provider, model, outcome }, 0)
    }
  }
  const open: Gauge = new Gauge({
    name: 'askdesk_open_runs',
    help: 'Replies that are running now.',
    registers,
    collect: () => open.set(openRuns()),
  })

  const failed = (provider: ProviderId, error: ApiError | undefined): void => {
    if (error) errors.inc({ provider, cause: error.code })
  }
  return {
    ended({ outcome, error, receipt }, route, size) {
      const provider = route.provider.id
      runs.inc({ provider, model: route.model.id, outcome })
      duration.observe({ provider, outcome }, receipt.durationMs / 1000)
      if (receipt.ttftMs !== null) firstToken.observe({ provider }, receipt.ttftMs / 1000)
      bytes.inc({ provider }, size)
      failed(provider, error)
    },
    refused(error, route) {
      const isStopped = error.code === 'stopped'
      const outcome = isStopped ? 'stopped' : 'refused'
      runs.inc({ provider: route.provider.id, model: route.model.id, outcome })
      if (!isStopped) failed(route.provider.id, error)
    },
    spent: spending.add,
  }
}
