import { defaultCatalogue, type Catalogue } from '@askdesk/providers'
import { applyOverlay } from '@askdesk/providers/overlay'
import { UnreadableText, type Environment, type ReadFile } from '@askdesk/service'

/** The built-in catalogue, with the operator's `CATALOGUE_FILE` laid over it. */
export function readCatalogue(
  env: Environment,
  readFile: ReadFile,
  problems: string[],
): Catalogue | undefined {
  const path = env['CATALOGUE_FILE']
  if (!path) return defaultCatalogue
  let file: unknown
  try {
    file = JSON.parse(readFile(path))
  } catch (error) {
    problems.push(`CATALOGUE_FILE: ${path} ${faultOf(error)}.`)
    return undefined
  }
  const result = applyOverlay(defaultCatalogue, file)
  if (result.ok) return result.catalogue
  problems.push(...result.problems.map((problem) => `CATALOGUE_FILE: ${problem}`))
  return undefined
}

function faultOf(error: unknown): string {
  if (error instanceof UnreadableText) return error.message
  return error instanceof SyntaxError ? `is not JSON (${error.message})` : 'cannot be read'
}
