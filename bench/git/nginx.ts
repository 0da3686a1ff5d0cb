/** The usual way to serve git over HTTP: Debian's nginx and fcgiwrap in front of `git http-backend`. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installGit } from '#server/adapters/git/environment.ts'
import { freePort } from '#test/support/free-port.ts'
import type { CpuMeter } from './cpu.ts'

const NGINX = '/usr/sbin/nginx'
const FCGIWRAP = '/usr/sbin/fcgiwrap'
const BACKEND = '/usr/lib/git-core/git-http-backend'

export interface Baseline {
  port: number
  stop(): Promise<void>
}

/**
 * `hardened` has git look at objects, sync refs and call two hooks, as our own configuration does: the plain one trusts
 * whatever is pushed to it, and writes no log.
 */
export async function startNginx(dir: string, reposDir: string, meter: CpuMeter, hardened: boolean): Promise<Baseline> {
  for (const file of [NGINX, FCGIWRAP, BACKEND]) if (!existsSync(file)) throw new Error(`${file} is missing: this comparison needs Debian's nginx, fcgiwrap and git (apt install nginx fcgiwrap).`)
  mkdirSync(dir, { recursive: true })
  const port = await freePort()
  const socket = path.join(dir, 'fcgi.sock')
  const gitconfig = path.join(dir, 'gitconfig')
  writeFileSync(gitconfig, (hardened ? hardConfig(dir) : '[safe]\n\tdirectory = *\n') + '[http]\n\treceivepack = true\n')
  writeFileSync(path.join(dir, 'nginx.conf'), configText({ dir, port, socket, reposDir, gitconfig }))
  rmSync(socket, { force: true })
  const fcgi = start(meter, [FCGIWRAP, '-c', '8', '-s', `unix:${socket}`])
  for (let i = 0; i < 100 && !existsSync(socket); i++) await sleep(20)
  const nginx = start(meter, [NGINX, '-c', path.join(dir, 'nginx.conf'), '-p', dir, '-e', path.join(dir, 'start.log')])
  await sleep(300)
  const ends = [nginx, fcgi].map((child) => new Promise((resolve) => child.once('exit', resolve)))
  return {
    port,
    stop: async () => {
      nginx.kill('SIGTERM')
      // Its workers do not end with it.
      if (fcgi.pid) process.kill(-fcgi.pid, 'SIGTERM')
      await Promise.all(ends)
    },
  }
}

/** Our own configuration, word for word, with hooks that only read what they are told. */
function hardConfig(dir: string): string {
  const ours = installGit(path.join(dir, 'ours')).env['GIT_CONFIG_GLOBAL'] ?? ''
  const hooks = path.join(dir, 'hooks')
  mkdirSync(hooks)
  for (const hook of ['pre-receive', 'post-receive']) writeFileSync(path.join(hooks, hook), '#!/bin/sh\nwhile IFS= read -r line; do :; done\n', { mode: 0o755 })
  return readFileSync(ours, 'utf8').replace(/hooksPath = .*/, `hooksPath = ${hooks}`)
}

function start(meter: CpuMeter, command: string[]) {
  const [program = '', ...args] = [...meter.around, ...command]
  return spawn(program, args, { stdio: 'ignore', detached: true })
}

function configText(o: { dir: string; port: number; socket: string; reposDir: string; gitconfig: string }): string {
  return `daemon off;
user root;
worker_processes 2;
pid ${o.dir}/nginx.pid;
error_log ${o.dir}/error.log;
events { worker_connections 512; }
http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path ${o.dir}/body;
  fastcgi_temp_path ${o.dir}/fastcgi;
  proxy_temp_path ${o.dir}/proxy;
  uwsgi_temp_path ${o.dir}/uwsgi;
  scgi_temp_path ${o.dir}/scgi;
  server {
    listen 127.0.0.1:${o.port};
    location ~ "^/git/([a-z0-9]{24})([a-z0-9]{2})\\.git(/.*)$" {
      fastcgi_pass unix:${o.socket};
      fastcgi_request_buffering off;
      fastcgi_param SCRIPT_FILENAME ${BACKEND};
      fastcgi_param GIT_PROJECT_ROOT ${o.reposDir};
      fastcgi_param GIT_HTTP_EXPORT_ALL "";
      fastcgi_param GIT_CONFIG_GLOBAL ${o.gitconfig};
      fastcgi_param GIT_CONFIG_NOSYSTEM 1;
      fastcgi_param GIT_PROTOCOL $http_git_protocol;
      fastcgi_param PATH_INFO /$2/$1$2.git$3;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      fastcgi_param REMOTE_USER ada;
      fastcgi_param REMOTE_ADDR $remote_addr;
    }
  }
}
`
}
