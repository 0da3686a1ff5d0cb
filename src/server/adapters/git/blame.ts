/** Which commit each line of a file came with. */
import type { Git } from './environment.ts'
import { checkedSha } from './layout.ts'
import type { Blame, BlameRun } from './port.ts'
import { capture } from './run.ts'

/** Names come from the log: blame would take them from a .mailmap in the tree. */
const BLAME = ['-c', 'mailmap.blob=', '-c', 'mailmap.file=', '-c', 'blame.ignoreRevsFile=', 'blame', '--incremental', '--no-textconv']

/** @returns null when there is no such file, or nothing that has lines */
export async function blame(git: Git, repo: string, commit: string, path: string): Promise<Blame | null> {
  const args = [`--git-dir=${repo}`, ...BLAME, checkedSha(commit), '--', path]
  const result = await capture(git, args, { maxBytes: 4 * 1024 * 1024, timeoutMs: 5_000, limited: true })
  const cut = result.truncated || result.timedOut
  if (result.code !== 0 && !cut) return null
  return { runs: parseRuns(result.stdout.toString('latin1')), truncated: cut }
}

const RUN = /^([0-9a-f]{40}) \d+ (\d+) (\d+)$/

/** A commit's own words are behind keywords, so no line of theirs looks like a run. */
export function parseRuns(output: string): BlameRun[] {
  const runs = output.split('\n').flatMap((line): BlameRun[] => {
    const [, sha, from, lines] = RUN.exec(line) ?? []
    return sha ? [{ sha, fromLine: Number(from), lines: Number(lines) }] : []
  })
  return runs.toSorted((a, b) => a.fromLine - b.fromLine)
}
