import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const web = fileURLToPath(new URL('..', import.meta.url))

/** Where the built pages are: a copy of its own, that no other build changes while it is measured. */
export const folders = {
  product: fileURLToPath(new URL('dist/product', import.meta.url)),
  comparison: fileURLToPath(new URL('dist/pages', import.meta.url)),
}

/** Builds the product and the pages that it is compared with, for production. */
export async function buildPages(): Promise<void> {
  await vite(['build', '--outDir', 'bench/dist/product', '--emptyOutDir'])
  await vite(['build', '--config', 'bench/pages/vite.config.ts'])
}

function vite(args: readonly string[]): Promise<void> {
  const child = spawn(`${web}node_modules/.bin/vite`, [...args, '--logLevel', 'warn'], {
    cwd: web,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('A page could not be built; see above.')),
    )
  })
}
