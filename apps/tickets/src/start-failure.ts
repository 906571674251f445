import { describeTakenPort } from '@askdesk/service'
import type { Config } from './config.ts'
import { codeOf, findFault } from './db/faults.ts'
import { FolderInUseError } from './db/folder-lock.ts'

/** A start that failed, in a sentence with what to do, and without anything of a connection string. */
export function describeStartFailure(error: unknown, config: Config): string {
  if (error instanceof FolderInUseError) return error.message
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const taken = describeTakenPort(cause, config.port, config.access)
  if (taken !== undefined) return taken
  return config.storage.kind === 'postgres'
    ? describeServer(error, cause)
    : describeFolder(config.storage.folder, error, cause)
}

/** Advice by the codes of PostgreSQL and of the system. */
const advice: Readonly<Record<string, string>> = {
  '28P01': 'The server refused the password, or the user: look at both.',
  '28000': 'The server refused the user, or the way it came: look at the user and at pg_hba.conf.',
  '3D000': 'The server has no database of that name: create it, or name another one.',
  '53300': 'The server has no connection left: raise max_connections, or stop something.',
  '57P03': 'The server is starting or stopping: try again in a moment.',
  ENOTFOUND:
    'There is no host of that name. A password with @, / or : in it must be percent-encoded, such as %40 for @.',
  ECONNREFUSED: 'Nothing listens there: is the server running, and is the port right?',
  ETIMEDOUT: 'Nothing answers there: is the address right, and does a firewall stand between?',
}
const anyAdvice = 'Check that it runs and that its address, name and password are right.'
const aboutCertificates =
  'The server’s certificate is not trusted: set NODE_EXTRA_CA_CERTS to the file of its authority.'

function describeServer(error: unknown, cause: unknown): string {
  const code = codeOf(cause) ?? findFault(error)?.code
  const isUntrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code ?? '')
  const todo = isUntrusted ? aboutCertificates : (advice[code ?? ''] ?? anyAdvice)
  return `The database in DATABASE_URL could not be opened${code ? ` (${code})` : ''}. ${todo}`
}

const restore =
  'If its files are damaged, move the folder away and put a backup in its place (docs/operations), or start with an empty one.'

function describeFolder(folder: string, error: unknown, cause: unknown): string {
  const what = `The data folder ${folder} could not be opened: `
  const fault = findFault(error)
  if (fault?.kind === 'full') return `${what}its disk is full. Free some space and start again.`
  if (codeOf(cause) === 'EACCES' || codeOf(cause) === 'EROFS')
    return `${what}this user may not write there. Change its owner, or set TICKETS_DATA_DIR.`
  if (fault?.kind === 'stopped' || !(cause instanceof Error))
    return `${what}the database broke while it opened it. ${restore}`
  return `${what}${cause.message} ${restore}`
}
