import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '#server/lib/package-root.ts'

const run = promisify(execFile)

/** Clones the candidate's repository with the real git, adds the commits of a sample submission, pushes them. */
export async function pushSample(c: { name: string; email: string }, cloneUrl: string, token: string): Promise<void> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'handiwork-demo-'))
  const git = (...args: string[]) => run('git', args, { cwd: dir, env: environment(c, dir) })
  try {
    await git('clone', '-q', cloneUrl.replace('://', `://candidate:${token}@`), '.')
    const patches = await samplePatches('strong')
    if (patches.length > 0) await git('am', '-q', '--keep-cr', ...patches)
    else await commitNotes(dir, git)
    await git('push', '-q', 'origin', 'HEAD:main')
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function environment(c: { name: string; email: string }, home: string) {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: home, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_AUTHOR_NAME: c.name, GIT_AUTHOR_EMAIL: c.email, GIT_COMMITTER_NAME: c.name, GIT_COMMITTER_EMAIL: c.email }
}

async function samplePatches(name: string): Promise<string[]> {
  const dir = path.join(packageRoot, 'templates/backend-engineer/samples', name)
  const files = await readdir(dir).catch(() => [])
  return files.filter((f) => f.endsWith('.patch')).sort().map((f) => path.join(dir, f))
}

async function commitNotes(dir: string, git: (...args: string[]) => Promise<unknown>): Promise<void> {
  await writeFile(path.join(dir, 'NOTES.md'), '# Notes\n\nHolds and bookings are one table with a state; overlaps are refused by a constraint.\n')
  await git('add', '-A')
  await git('commit', '-qm', 'Say how holds and bookings are kept')
}
