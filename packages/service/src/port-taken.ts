import type { AccessSettings } from './settings/access.ts'

/** The sentence about a port that another program has, with the setting that changes it; else undefined. */
export function describeTakenPort(
  error: unknown,
  port: number,
  { host, portName }: Pick<AccessSettings, 'host' | 'portName'>,
): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  if (error.code === 'EADDRINUSE') {
    return `port ${port} on ${host} is taken. Set ${portName} to another one.`
  }
  // A folder can be refused, too.
  if (error.code === 'EACCES' && 'syscall' in error && error.syscall === 'listen') {
    return `port ${port} on ${host} may not be used by this user. Set ${portName} to one above 1023.`
  }
  return undefined
}
