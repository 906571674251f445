import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defaultCatalogue, type Catalogue } from '@askdesk/providers'
import { applyOverlay } from '@askdesk/providers/overlay'

/** Models that tests ask for by name do not retire in it: a test must not fail from a certain day on. */
export const catalogueFile = fileURLToPath(new URL('catalogue.json', import.meta.url))

/** The catalogue that a proxy has with this file. */
export function testCatalogue(): Catalogue {
  const result = applyOverlay(defaultCatalogue, JSON.parse(readFileSync(catalogueFile, 'utf8')))
  if (!result.ok) throw new Error(result.problems.join('\n'))
  return result.catalogue
}
