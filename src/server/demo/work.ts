import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type SampleName, patchesBy } from './samples.ts'

const run = promisify(execFile)

interface Candidate {
  name: string
  email: string
}

/** Clones the candidate's repository with the real git, makes the commits of a sample submission theirs, pushes them. */
export async function pushWork(c: Candidate, work: SampleName, remote: { clone_url: string; token: string }, at: Date): Promise<void> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'handiwork-demo-'))
  const repo = path.join(dir, 'repo')
  const git = (...args: string[]) => run('git', args, { cwd: repo, env: environment(c, dir) })
  try {
    await mkdir(repo)
    await git('clone', '-q', remote.clone_url.replace('://', `://candidate:${remote.token}@`), '.')
    await git('am', '-q', '--keep-cr', '--committer-date-is-author-date', ...(await written(patchesBy(c, work, at), dir)))
    await git('push', '-q', 'origin', 'HEAD:main')
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function written(patches: string[], dir: string): Promise<string[]> {
  return Promise.all(
    patches.map(async (text, i) => {
      const file = path.join(dir, `${String(i).padStart(4, '0')}.patch`)
      await writeFile(file, text)
      return file
    }),
  )
}

function environment(c: Candidate, home: string) {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: home, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_COMMITTER_NAME: c.name, GIT_COMMITTER_EMAIL: c.email }
}
