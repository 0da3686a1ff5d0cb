import type { Git } from '../environment.ts'
import { mustRun } from '../run.ts'
import type { Scratch } from './scratch.ts'

/** How many files a commit made in scratch would change of what is there. */
export async function countChanges(git: Git, scratch: Scratch, commit: string): Promise<{ added: number; modified: number; removed: number }> {
  const args = [`--git-dir=${scratch.repo}`, 'diff-tree', '-r', '--no-renames', '--name-status', '-z', scratch.tip, commit]
  const states = (await mustRun(git, args, { limited: true })).toString().split('\0').filter((_, n) => n % 2 === 0)
  const count = (state: string) => states.filter((s) => s === state).length
  return { added: count('A'), modified: count('M') + count('T'), removed: count('D') }
}
