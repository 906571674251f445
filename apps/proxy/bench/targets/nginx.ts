import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAiBody, upstreamKey, type Target, type TargetOptions } from './target.ts'

/** nginx as one sets it up for streams: no buffering, kept connections, the key put in, a line of log a request. */
export const nginx: Target = {
  name: 'nginx',
  description: 'nginx, one worker, buffering off, key injected',
  missing: findOrInstall,
  start(options) {
    const file = join(options.folder, 'nginx.conf')
    writeFileSync(file, configuration(options))
    return { command: ['nginx', '-p', options.folder, '-e', 'error.log', '-c', file] }
  },
  path: '/v1/chat/completions',
  headers: () => ({}),
  body: openAiBody,
}

function configuration({ port, upstreamPort, folder }: TargetOptions): string {
  return `
daemon off;
worker_processes 1;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
worker_rlimit_nofile 20000;
events { worker_connections 16384; }
http {
  access_log ${folder}/access.log;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  keepalive_requests 1000000;
  upstream gateway { server 127.0.0.1:${upstreamPort}; keepalive 512; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://gateway;
      proxy_http_version 1.1;
      proxy_buffering off;
      proxy_set_header Connection "";
      proxy_set_header Authorization "Bearer ${upstreamKey}";
    }
  }
}
`
}

function findOrInstall(): string | undefined {
  if (isThere()) return undefined
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    return 'nginx is not installed; install it to have it in the table.'
  console.log('Installing nginx from the distribution …')
  // Its service is not wanted, only the program.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  spawnSync('apt-get', ['update', '-qq'], { env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'nginx-light'], { env })
  return isThere() ? undefined : 'nginx could not be installed; it is left out.'
}

function isThere(): boolean {
  return spawnSync('nginx', ['-v']).status === 0
}
