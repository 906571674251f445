import { ServiceError } from '@askdesk/service'

/**
 * Throws for a path that one party could read as another one: dot segments climb out of the service
 * that the path was given to, and encoded ones are decoded by some and not by others.
 */
export function requirePlainPath(url: string): void {
  const path = url.split('?', 1)[0] ?? ''
  if (path.startsWith('/') && !isAmbiguous(path) && !isAmbiguous(decoded(path))) return
  throw new ServiceError(
    'invalid_request',
    'The address of this request is not plain. Send it without dots as folders, backslashes and control characters.',
  )
}

function isAmbiguous(path: string | undefined): boolean {
  return (
    path === undefined ||
    /[\\\p{Cc}]|%(?:2e|5c|00|25)/iu.test(path) ||
    path.split('/').some((part) => part === '.' || part === '..')
  )
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
