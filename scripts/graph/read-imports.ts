import { dirname, resolve } from 'node:path'
import { API } from 'typescript/unstable/sync'
import type { Graph } from './layers.ts'

/**
 * Reads imports out of the compiler's own syntax tree: statements, re-exports, `import()`, and imports
 * of types, which vanish at run time and bind two rooms all the same. Points from each file, by its
 * absolute path, at those of the same set. Relative specifiers only.
 */
export function readImports(root: string, files: readonly string[]): Graph {
  const known = new Set(files)
  const api = new API({ cwd: root })
  try {
    const snapshot = api.updateSnapshot({ openFiles: [...files] })
    return new Map(
      files.map((file) => {
        const source = snapshot.getDefaultProjectForFile(file)?.program.getSourceFile(file)
        if (source === undefined) throw new Error(`TypeScript does not read ${file}.`)
        const targets = source.imports
          .map((specifier) => specifier.getText(source).slice(1, -1))
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => resolve(dirname(file), specifier))
        return [file, [...new Set(targets)].filter((target) => known.has(target))]
      }),
    )
  } finally {
    api.close()
  }
}
