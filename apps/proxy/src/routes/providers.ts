import type { ProvidersResponse } from '@askdesk/contracts'
import { modelStatus } from '@askdesk/providers'
import type { FastifyInstance } from 'fastify'
import type { Services } from '../ask/services.ts'

/** `GET /api/ai/providers`: what can be picked here, and how each has been doing. */
export function registerProvidersRoute(app: FastifyInstance, { config, health }: Services): void {
  app.get('/api/ai/providers', async (): Promise<ProvidersResponse> => {
    const now = new Date()
    return {
      upstream: config.upstreamKind,
      providers: config.catalogue.providers.map((provider) => ({
        id: provider.id,
        label: provider.label,
        strength: provider.strength,
        configured: config.upstream.providers[provider.id].configured,
        defaultModel: provider.defaultModel,
        models: provider.models.map((model) => ({
          id: model.id,
          label: model.label,
          upstream: model.upstream,
          status: modelStatus(model, now),
          ...(model.retiresOn && { retiresOn: model.retiresOn }),
          ...(model.successor && { successor: model.successor }),
          ...(model.contextWindow && { contextWindow: model.contextWindow }),
          ...(model.price && { price: model.price }),
        })),
        health: health.of(provider.id),
      })),
    }
  })
}
