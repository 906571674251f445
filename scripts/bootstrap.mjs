// Runs on whatever Node the machine has (20 or newer): installs what is missing, then hands over to
// the Node that is pinned in package.json; without a script to run it only installs. Plain JavaScript,
// because that older Node reads no TypeScript.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { delimiter, join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
// Its lock file holds the hashes of pnpm and of its programs: npm installs nothing that differs.
const pnpm = join(root, 'scripts', 'pnpm')
const stamp = join(root, 'node_modules', '.askdesk-install')
// On Windows what lies in .bin is a script, which nothing but a shell can start.
const node =
  process.platform === 'win32'
    ? join(root, 'node_modules', 'node', 'bin', 'node.exe')
    : join(root, 'node_modules', '.bin', 'node')

if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(`Askdesk needs Node 20 or newer to start; this is ${process.versions.node}.`)
  process.exit(1)
}

const [script, ...rest] = process.argv.slice(2)
install()
if (script !== undefined) run(script, rest)

/** Installs when the manifests or the lock file are not the ones that were installed last. */
function install() {
  const wanted = fingerprint()
  const installed = existsSync(stamp) && existsSync(node) ? readFileSync(stamp, 'utf8') : ''
  if (installed === wanted) return
  console.error('Installing packages …')
  runOrExit('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], pnpm)
  runOrExit(
    join(pnpm, 'node_modules', '.bin', 'pnpm'),
    ['install', '--frozen-lockfile', '--reporter=append-only'],
    root,
  )
  writeFileSync(stamp, wanted)
}

function runOrExit(command, args, cwd) {
  const isWindows = process.platform === 'win32'
  const result = spawnSync(isWindows ? `"${command}"` : command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  })
  if (result.status !== 0) {
    console.error(
      'The packages could not be installed. The lines above say why: is the network reachable? EINTEGRITY means that a package is not the one whose hash is pinned here.',
    )
    process.exit(result.status ?? 1)
  }
}

function fingerprint() {
  const hash = createHash('sha256')
  const locks = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'scripts/pnpm/package-lock.json']
  for (const file of ['package.json', ...locks, ...manifests()]) {
    hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function manifests() {
  return ['apps', 'packages']
    .flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`),
    )
    .concat('e2e/package.json')
    .filter((file) => existsSync(join(root, file)))
}

/** Hands over, passes signals on, and ends as the script ends. */
function run(script, rest) {
  const child = spawn(node, [join(root, 'scripts', script), ...rest], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm can be killed without a word; then nobody waits for us any more.
  const ancestors = [process.pid, process.ppid].map((pid) => [pid, parentOf(pid)])
  const watch = setInterval(() => {
    if (ancestors.some(([pid, parent]) => parentOf(pid) !== parent)) child.kill('SIGTERM')
  }, 1000)
  child.on('exit', (code, signal) => {
    clearInterval(watch)
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 1))
  })
}

/** Between npm and us stands a shell, so our own parent tells half of it. Only Linux tells the rest. */
function parentOf(pid) {
  if (pid === process.pid) return process.ppid
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0])
  } catch {
    return undefined
  }
}
