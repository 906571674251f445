import type { ModelStatus } from '@askdesk/contracts'
import type { Model } from './types.ts'

/** Live, retiring (its shut-down day is known and ahead) or retired (the day has come). */
export function modelStatus(model: Pick<Model, 'status' | 'retiresOn'>, now: Date): ModelStatus {
  if (model.status) return model.status
  if (!model.retiresOn) return 'live'
  return Date.parse(model.retiresOn) <= now.getTime() ? 'retired' : 'retiring'
}
