export { anonymous, type Caller, type Proof } from './access/caller.ts'
export { clientKey } from './access/client-key.ts'
export { setSessionCookie } from './access/cookies.ts'
export { registerDoor } from './access/door.ts'
export { defaultPerMinute, registerGuard, requireAdmin, type GuardOptions } from './access/guard.ts'
export { readHop, trustOf, type Hop } from './access/hop.ts'
export { createHostCheck } from './access/hosts.ts'
export type { Identities } from './access/identities.ts'
export { createLimiter, type Limiter } from './access/limiter.ts'
export { callerOf } from './access/oidc.ts'
export {
  createRefusals,
  refusalReasons,
  type RefusalReason,
  type Refusals,
} from './access/refusals.ts'
export { watchFile } from './access/token-book.ts'
export { credentialOf, parseTokens, type Token } from './access/tokens.ts'
export { refuseBrokenRequest, refuseExpectations } from './broken-request.ts'
export { retryAfterSeconds, ServiceError } from './errors.ts'
export { hasMore, linger, registerLinger } from './linger.ts'
export { openMetricsPort, registerMetricsRoute } from './metrics/open-metrics.ts'
export {
  createServiceMetrics,
  measureRequests,
  type ServiceMetrics,
} from './metrics/service-metrics.ts'
export { openAccess, type OpenAccess } from './open-access.ts'
export {
  deriveKey,
  isServiceCredential,
  serviceCredential,
  serviceHeader,
} from './service-credential.ts'
export { createFolderStore } from './sessions/folder-store.ts'
export { createMemoryStore } from './sessions/memory-store.ts'
export { createRedisClient } from './sessions/redis-client.ts'
export { createSessions, type Opened, type Sessions } from './sessions/sessions.ts'
export {
  accessNames,
  readAccess,
  type AccessSettings,
  type ServiceName,
} from './settings/access.ts'
export { canonicalAddress, isLoopback } from './settings/addresses.ts'
export {
  list,
  unknownNames,
  withFiles,
  type Environment,
  type Known,
  type ReadFile,
} from './settings/environment.ts'
export { readTextFile, UnreadableText } from './settings/text-file.ts'
export type { OidcSettings } from './settings/oidc.ts'
export { cutCharacters, wellFormedJson } from './well-formed.ts'
export { boundHeap } from './heap-bounds.ts'
export { describeTakenPort } from './port-taken.ts'
export { createReadiness, type Readiness } from './readiness.ts'
