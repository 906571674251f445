import type { RunSlots } from '../access/run-slots.ts'
import type { Config } from '../config/config.ts'
import type { Billing } from './billing.ts'
import type { Metrics } from './metrics.ts'
import type { UpstreamClient } from '../portkey/upstream.ts'
import type { HealthTracker } from './provider-health.ts'
import type { Replicas } from '../replicas/replicas.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import type { Masking } from '../redaction/secret-mask.ts'

/** Lists what answering a question needs, made once for the whole proxy. */
export type Services = {
  readonly config: Config
  readonly client: UpstreamClient
  readonly masking: Masking
  readonly registry: RunRegistry
  /** Undefined for a proxy that is alone. */
  readonly replicas: Replicas | undefined
  readonly health: HealthTracker
  readonly metrics: Metrics
  readonly slots: RunSlots
  readonly billing: Billing
}
