import { spawnSync } from 'node:child_process'
import { cpSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { buildWeb } from './build-web.ts'
import { fromRoot } from './stack.ts'

const pglite = 'node_modules/@electric-sql/pglite/dist'

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
    thread: {
      entry: 'src/db/thread/database.ts',
      outfile: 'thread/database.js',
      prepare: ['src/db/prepare-files.ts', 'dist/thread/prepared.tar.gz'],
    },
    beside: {
      'src/db/migrations': '.',
      [`${pglite}/pg_trgm.tar.gz`]: '.',
      [`${pglite}/pglite.wasm`]: 'thread',
      [`${pglite}/pglite.data`]: 'thread',
      [`${pglite}/initdb.wasm`]: 'thread',
    },
  },
  'apps/web': { entry: 'server/main.ts', format: 'esm' },
}

type Service = {
  readonly entry: string
  readonly format: 'cjs' | 'esm'
  /** The service's thread, a bundle of its own. */
  readonly thread?: {
    readonly entry: string
    readonly outfile: string
    /** A script, and the file beside the bundle that it makes. */
    readonly prepare: readonly string[]
  }
  /** Files and folders that the service reads, and the folder beside its bundle where it looks for them. */
  readonly beside?: Readonly<Record<string, string>>
}

/** Bundled CommonJS packages call `require`, which an ES module does not have. */
const requireForModules =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** Says what is wrong on an older Node, which would stumble over the first thing that it does not know. */
const wantedNode =
  "'use strict'; if (parseInt(process.versions.node, 10) < 20) { console.error('The proxy needs Node 20 or newer; this is ' + process.versions.node + '.'); process.exit(1); }"

for (const [folder, service] of Object.entries(services)) await bundle(folder, service)
if (!process.argv.includes('--services')) await buildWeb({ onlyIfChanged: false })

async function bundle(folder: string, service: Service): Promise<void> {
  const { entry, format, thread, beside = {} } = service
  await bundleFile(folder, format, entry, 'main.js')
  if (thread) await bundleFile(folder, format, thread.entry, thread.outfile)
  if (thread) prepareFiles(folder, thread.prepare)
  for (const [path, to] of Object.entries(beside)) {
    cpSync(fromRoot(`${folder}/${path}`), fromRoot(`${folder}/dist/${to}/${basename(path)}`), {
      recursive: true,
    })
  }
  // The package around it says "module"; the bundle is not one.
  const type = format === 'esm' ? 'module' : 'commonjs'
  writeFileSync(fromRoot(`${folder}/dist/package.json`), `${JSON.stringify({ type })}\n`)
}

function prepareFiles(folder: string, args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: fromRoot(folder), stdio: 'inherit' })
  if (status !== 0) throw new Error(`${args[0]} failed.`)
}

async function bundleFile(
  folder: string,
  format: Service['format'],
  entry: string,
  file: string,
): Promise<void> {
  const outfile = fromRoot(`${folder}/dist/${file}`)
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
    banner: { js: format === 'esm' ? requireForModules : wantedNode },
  })
  console.log(`${folder}/dist/${file}  ${Math.round(statSync(outfile).size / 1024)} KiB`)
}
