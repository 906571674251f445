import { readAccess, type AccessSettings, type Environment } from '@askdesk/service'

/** Settings of who may come in, as a test wants them: anybody of this machine unless it says otherwise. */
export function testAccess(env: Environment = {}): AccessSettings {
  const problems: string[] = []
  const access = readAccess(env, 'tickets', problems, [])
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return access
}
