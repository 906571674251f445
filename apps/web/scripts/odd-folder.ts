import type { Plugin } from 'vite'

/**
 * Builds workers in a folder with `#` in its name too: Vite takes it for the beginning of what
 * follows an address, cuts the path of a worker's entry there, and finds nothing. There is one
 * worker, so the rest of a cut path is known.
 */
export function oddFolder(worker: string): Plugin {
  const cut = worker.replace(/#.*$/s, '')
  return {
    name: 'odd-folder',
    enforce: 'pre',
    resolveId(source, importer) {
      const isCutEntry = importer === undefined && cut !== worker && source === cut
      return isCutEntry ? worker : null
    },
  }
}
