/** Reading one repository for people: what a stranger wrote is only ever bytes and text, never run and never obeyed. */
import { added } from './added.ts'
import { readContents, readObjects } from './batch.ts'
import { blame } from './blame.ts'
import { parseChanges, parseTouched } from './changes.ts'
import { contentHash } from './content-hash.ts'
import type { Git } from './environment.ts'
import { grep } from './grep.ts'
import { checkedSha } from './layout.ts'
import type { CommitEntry, Diff, DiffOptions, FileContent, RepoReader, TreeEntry } from './port.ts'
import { isAncestor } from './refs.ts'
import { capture, mustRun } from './run.ts'
import { listTree } from './tree.ts'
import { treeFiles } from './tree-files.ts'

/** No program of the repository's choosing, and renames looked for only while that is cheap. */
const DIFF = ['diff-tree', '-r', '--no-ext-diff', '--no-textconv', '--no-color', '-M', '-l200']

export function createReader(git: Git, repo: string): RepoReader {
  const base = [`--git-dir=${repo}`]
  return {
    resolve: (ref) => resolve(git, base, ref),
    tree: (commit) => wholeTree(git, repo, commit),
    file: (commit, path, o) => readFile(git, repo, commit, path, o.maxBytes),
    async *files(commit, { maxBytes }) {
      yield* treeFiles(git, repo, await wholeTree(git, repo, commit), maxBytes)
    },
    log: (commit, o) => readLog(git, base, commit, o),
    diff: (from, to, o) => readDiff(git, base, from, to, o),
    async changes(from, to) {
      const args = [...base, ...DIFF, '-z', '--raw', '--numstat', checkedSha(from), checkedSha(to)]
      return parseChanges((await mustRun(git, args, { limited: true })).toString())
    },
    async touched(from, to) {
      return parseTouched((await mustRun(git, [...base, ...DIFF, '-z', '--raw', checkedSha(from), checkedSha(to)], { limited: true })).toString())
    },
    blame: (commit, path) => blame(git, repo, commit, path),
    search: (commit, q) => grep(git, repo, commit, q),
    contents: (entries) => readContents(git, repo, entries),
    contentHash: async (commit) => contentHash(git, repo, commit, await wholeTree(git, repo, commit)),
    added: (tips, o) => added(git, repo, tips, o),
    isAncestor: (a, b) => isAncestor(git, repo, a, b),
  }
}

async function readDiff(git: Git, base: string[], from: string, to: string, o: DiffOptions): Promise<Diff> {
  const flags = ['-p', '--full-index', ...(o.ignoreWhitespace ? ['-w', '--ignore-blank-lines'] : [])]
  // Names are written as they are; what is hidden in them is made visible by whoever shows them.
  const args = ['-c', 'core.quotePath=false', ...base, ...DIFF, ...flags, checkedSha(from), checkedSha(to), '--', ...(o.paths ?? [])]
  const { code, stdout, stderr, truncated, timedOut } = await capture(git, args, { maxBytes: o.maxBytes, limited: true })
  if (code !== 0 && !truncated && !timedOut) throw new Error(`git diff-tree failed: ${stderr.trim()}`)
  return { bytes: stdout, truncated: truncated || timedOut }
}

async function resolve(git: Git, base: string[], ref: string): Promise<string | null> {
  // What git reads as more than a name: a range, an ancestor, a path, a date.
  if (/[\0-\x20~^:?*[\\\x7f]|@\{|\.\./.test(ref)) return null
  const name = /^[0-9a-f]{40}$/.test(ref) || ref.startsWith('refs/') ? ref : `refs/heads/${ref}`
  const args = [...base, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
  const { code, stdout } = await capture(git, args)
  return code === 0 ? stdout.toString().trim() : null
}

async function wholeTree(git: Git, repo: string, commit: string): Promise<TreeEntry[]> {
  const { entries, cut, missing } = await listTree(git, repo, checkedSha(commit))
  if (missing) throw new Error(`There is no commit ${commit}`)
  if (cut) throw new Error(`The tree of ${commit} is too large to list`)
  return entries
}

async function readFile(
  git: Git,
  repo: string,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<FileContent | null> {
  // "./" and "../" would be taken relative to where git runs; no pushed name holds a line break.
  if (/^\.{1,2}\/|\n/.test(path)) return null
  const [object] = await readObjects(git, repo, [`${checkedSha(commit)}:${path}`], { maxBytes })
  if (object?.type !== 'blob') return null
  const bytes = object.bytes.subarray(0, maxBytes)
  return { bytes, size: object.size, binary: isBinary(bytes), truncated: bytes.length < object.size }
}

/** git's own guess. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8_000).includes(0)
}

/** `%an`, not `%aN`, and no mailmap: a .mailmap in the tree could rename authors. */
const LOG_FIELDS = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%s', '%b']

async function readLog(
  git: Git,
  base: string[],
  commit: string,
  o: { limit: number; since?: string },
): Promise<CommitEntry[]> {
  const format = `--format=tformat:${LOG_FIELDS.join('%x00')}`
  const flags = ['-z', '--no-mailmap', '--no-show-signature', '--no-color', `--max-count=${Math.floor(o.limit)}`]
  const range = o.since ? [checkedSha(commit), `^${checkedSha(o.since)}`] : [checkedSha(commit)]
  const fields = (await mustRun(git, [...base, 'log', ...flags, format, ...range, '--'])).toString().split('\0')
  const commits: CommitEntry[] = []
  for (let at = 0; at + LOG_FIELDS.length < fields.length; at += LOG_FIELDS.length) {
    commits.push(commitOf(fields.slice(at, at + LOG_FIELDS.length)))
  }
  return commits
}

function commitOf(fields: string[]): CommitEntry {
  const [sha = '', parents = '', authorName = '', authorEmail = '', ...rest] = fields
  const [authoredAt = '', committerName = '', committerEmail = '', committedAt = '', subject = '', body = ''] = rest
  return {
    sha,
    subject,
    body: body.trimEnd(),
    authorName,
    authorEmail,
    authoredAt,
    committerName,
    committerEmail,
    committedAt,
    parents: parents.split(' ').filter(Boolean),
  }
}
