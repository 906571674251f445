import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Services } from '../ask/services.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import { findModel, listModels } from '../openai/model-name.ts'

type ModelRequest = FastifyRequest<{ Params: { '*': string } }>

/** `GET /v1/models`: the names that `POST /v1/chat/completions` takes, as OpenAI clients list them. */
export function registerModelsRoutes(app: FastifyInstance, { config }: Services): void {
  app.get('/v1/models', async () => ({ object: 'list', data: listModels(config) }))
  app.get('/v1/models/*', async (request: ModelRequest) => {
    const model = findModel(config, request.params['*'])
    if (model) return model
    throw new ProxyError(
      'unknown_model',
      'There is no such model here. GET /v1/models lists those that can be asked.',
      { status: 404 },
    )
  })
}
