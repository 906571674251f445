import { cpSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { buildWeb } from './build-web.ts'
import { fromRoot } from './stack.ts'

/**
 * Each service as one file. The proxy's runs on any Node from 20 with nothing beside it, so it is
 * CommonJS, which a lone `.js` file is taken for.
 */
const services: Readonly<Record<string, Service>> = {
  'apps/proxy': { entry: 'src/main.ts', format: 'cjs' },
  'apps/demo-gateway': { entry: 'src/main.ts', format: 'esm' },
  'apps/tickets': {
    entry: 'src/main.ts',
    format: 'esm',
    beside: [
      'src/db/migrations',
      ...['pglite.wasm', 'pglite.data', 'initdb.wasm'].map(
        (file) => `node_modules/@electric-sql/pglite/dist/${file}`,
      ),
    ],
  },
  'apps/web': { entry: 'server/main.ts', format: 'esm' },
}

type Service = {
  readonly entry: string
  readonly format: 'cjs' | 'esm'
  /** Files and folders that the service reads from beside its bundle. */
  readonly beside?: readonly string[]
}

/** Bundled CommonJS packages call `require`, which an ES module does not have. */
const requireForModules =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

for (const [folder, service] of Object.entries(services)) await bundle(folder, service)
if (!process.argv.includes('--services')) await buildWeb({ onlyIfChanged: false })

async function bundle(folder: string, { entry, format, beside = [] }: Service): Promise<void> {
  const outfile = fromRoot(`${folder}/dist/main.js`)
  await build({
    bundle: true,
    platform: 'node',
    minifySyntax: true,
    legalComments: 'none',
    external: ['pg-native'],
    logLevel: 'warning',
    absWorkingDir: fromRoot(folder),
    outfile,
    entryPoints: [entry],
    format,
    target: 'node20',
    ...(format === 'esm' && { banner: { js: requireForModules } }),
  })
  mkdirSync(fromRoot(`${folder}/dist`), { recursive: true })
  for (const path of beside) {
    cpSync(fromRoot(`${folder}/${path}`), fromRoot(`${folder}/dist/${basename(path)}`), {
      recursive: true,
    })
  }
  // The package around it says "module"; the bundle is not one.
  const type = format === 'esm' ? 'module' : 'commonjs'
  writeFileSync(fromRoot(`${folder}/dist/package.json`), `${JSON.stringify({ type })}\n`)
  console.log(`${folder}/dist/main.js  ${Math.round(statSync(outfile).size / 1024)} KiB`)
}
