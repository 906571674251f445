export { answersAs } from './answered.ts'
export { defaultCatalogue } from './catalogue.ts'
export {
  autoModel,
  providerOfPortkeyName,
  resolveRoute,
  upstreamModelId,
  type Route,
  type RouteResult,
} from './route.ts'
export { refusedSettings } from './refused-settings.ts'
export { priceOf, worstCase } from './price.ts'
export { modelStatus } from './status.ts'
export type { Catalogue, Model, Provider, RefusedSetting } from './types.ts'
