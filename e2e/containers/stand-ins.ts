import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { podman } from './play-compose.ts'

const libraries = '/usr/lib/x86_64-linux-gnu'

/**
 * Builds images that stand in for PostgreSQL's and Valkey's under the names that the file gives them,
 * from Debian's packages on this machine, where no registry can be reached.
 */
export function buildStandIns(folder: string, base: string, images: Record<string, string>): void {
  for (const [service, image] of Object.entries(images)) {
    const root = join(folder, service, 'root')
    mkdirSync(join(root, 'etc'), { recursive: true })
    const people =
      'root:x:0:0::/root:/bin/sh\npostgres:x:70:70::/tmp:/bin/sh\nvalkey:x:999:999::/tmp:/bin/sh\n'
    writeFileSync(join(root, 'etc/passwd'), people)
    writeFileSync(join(root, 'etc/group'), 'root:x:0:\npostgres:x:70:\nvalkey:x:999:\n')
    const lines = service === 'postgres' ? postgres(root) : valkey(root)
    const file = join(folder, service, 'Dockerfile')
    writeFileSync(file, [`FROM ${base}`, 'USER root', 'COPY root/ /', ...lines, ''].join('\n'))
    podman('build', '--format', 'docker', '--file', file, '--tag', image, join(folder, service))
  }
}

function valkey(root: string): string[] {
  for (const [ours, theirs] of [
    ['valkey-server', 'redis-server'],
    ['valkey-cli', 'redis-cli'],
  ] as const) {
    copyProgram(root, `/usr/bin/${theirs}`, `/usr/bin/${ours}`)
  }
  return []
}

/** Does of the official image's start as much as docker-compose.yml relies on. */
const start = `#!/bin/sh
set -e
data=/var/lib/postgresql/data
as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
chown postgres:postgres $data /run/postgresql
chmod 700 $data
if [ ! -s $data/PG_VERSION ]; then
  cat "$POSTGRES_PASSWORD_FILE" >/tmp/password
  chown postgres /tmp/password
  as initdb -D $data -U "$POSTGRES_USER" -A scram-sha-256 --pwfile=/tmp/password -E UTF8 --locale=C
  echo "create database $POSTGRES_USER" | as postgres --single -D $data postgres
  echo 'host all all all scram-sha-256' >>$data/pg_hba.conf
fi
exec setpriv --reuid=postgres --regid=postgres --clear-groups postgres -D $data -c listen_addresses='*' -k /run/postgresql
`

function postgres(root: string): string[] {
  const [version] = readdirSync('/usr/lib/postgresql').toSorted().slice(-1)
  const home = `/usr/lib/postgresql/${version}`
  for (const name of ['postgres', 'initdb', 'pg_isready']) copyProgram(root, `${home}/bin/${name}`)
  for (const path of [`${home}/lib`, `/usr/share/postgresql/${version}`, '/usr/share/zoneinfo']) {
    cpSync(path, join(root, path), { recursive: true, verbatimSymlinks: true })
  }
  copyProgram(root, '/usr/bin/setpriv')
  writeFileSync(join(root, 'start'), start, { mode: 0o755 })
  return [
    `ENV PATH=${home}/bin:/usr/local/bin:/usr/bin:/bin`,
    'RUN mkdir -p /var/lib/postgresql/data /run/postgresql && ln -sfn /run /var/run',
    'CMD ["/start"]',
  ]
}

/** A program and the shared libraries that it asks for. */
function copyProgram(root: string, program: string, to = program): void {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' })
  const asked = [...stdout.matchAll(/=> (\/\S+)/g)].map(([, path = '']) => path)
  for (const path of asked) copyFile(root, path, `${libraries}/${basename(path)}`)
  copyFile(root, program, to)
}

function copyFile(root: string, from: string, to: string): void {
  const target = join(root, to)
  if (existsSync(target)) return
  mkdirSync(dirname(target), { recursive: true })
  cpSync(realpathSync(from), target)
}
