/** Makes a commit of a patch: what `git diff` or `git format-patch` wrote, on top of what is there. */
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Git } from '../environment.ts'
import { capture, mustRun } from '../run.ts'
import { shown } from '../tree-rules.ts'
import { type About, signature } from './about.ts'
import { UploadRefused } from './refused.ts'
import { type Scratch, withinBytes } from './scratch.ts'

const NOT_TAKEN = 'Your patch was not accepted. Nothing was changed.'
const MOST_LINES = 6

/** @throws UploadRefused with git's own reason where it does not apply */
export async function commitPatch(git: Git, scratch: Scratch, file: string, about: About): Promise<{ commit: string; leftOut: string[] }> {
  await refuseUnlessText(file)
  const at = [`--git-dir=${scratch.repo}`]
  const env = { GIT_INDEX_FILE: path.join(scratch.dir, 'index') }
  await mustRun(git, [...at, 'read-tree', scratch.tip], { env })
  const applied = await capture(withinBytes(git), [...at, 'apply', '--cached', '--binary', '--whitespace=nowarn', '--', file], { env, limited: true })
  if (applied.code !== 0) throw new UploadRefused([NOT_TAKEN, ...reasonsOf(applied.stderr.replaceAll(file, 'the patch')), 'It must be made against what we have: download the project, change that, and make the patch anew.'])
  const tree = (await mustRun(git, [...at, 'write-tree'], { env })).toString().trim()
  const commit = await mustRun(git, [...at, 'commit-tree', '-p', scratch.tip, tree], { input: about.message, env: peopleOf(about) })
  return { commit: commit.toString().trim(), leftOut: [] }
}

function peopleOf(about: About): Record<string, string> {
  const { name, email, date } = signature(about)
  const stamp = `@${date}`
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: stamp, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: stamp }
}

function reasonsOf(stderr: string): string[] {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '').map((line) => `git says: ${shown(line.replace(/^error: /, ''))}`)
  return lines.length > 0 ? lines.slice(0, MOST_LINES) : ['git took too long over it.']
}

/** PowerShell's ">" writes UTF-16, which git can't read; that has a way out, and so it has its own words. */
async function refuseUnlessText(file: string): Promise<void> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8_000), 0, 8_000, 0)
    const head = buffer.subarray(0, bytesRead)
    if (/^(?:\xff\xfe|\xfe\xff)/.test(head.toString('latin1'))) throw new UploadRefused([NOT_TAKEN, 'It is written in UTF-16, as PowerShell does with ">". Use: git diff --output=changes.patch'])
    if (head.includes(0)) throw new UploadRefused(['This is neither a zip nor a patch. Nothing was changed.', 'Pack the whole project as an ordinary zip, or send what "git diff" or "git format-patch" writes.'])
  } finally {
    await handle.close()
  }
}
