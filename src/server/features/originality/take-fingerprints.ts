import type { RepoReader, TreeEntry } from '#server/adapters/git/port.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import { scaffoldOf, submissionById } from '#server/features/assignments/index.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { fingerprintsOf } from './fingerprint.ts'
import { type FingerprintedFile, insertFingerprints } from './store.ts'

/** Larger files are data, and what a tool wrote says nothing of who used it. */
const MOST_BYTES = 200 * 1024
const GENERATED = /(^|\/)(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|node_modules\/.*|dist\/.*|coverage\/.*|.*\.min\.\w+|.*\.snap)$/
const MOST_FILES = 300

/** After sealing, once: what was changed, without what the starter has anyway. Repeating it is harmless. */
export async function takeFingerprints(context: Context, submissionId: string): Promise<void> {
  const ctx = context.as(SYSTEM)
  const found = await ctx.transaction(async (tx) => {
    const submission = await submissionById(tx, submissionId)
    return submission && !submission.empty ? { submission, application: await loadApplicationById(tx, submission.applicationId) } : null
  })
  if (!found) return
  const { submission: s, application } = found
  const files = await changedFiles(ctx.git.reader(s.repoId), s)
  await ctx.transaction((tx) => insertFingerprints(tx, { submissionId: s.id, orgId: s.orgId, scaffold: scaffoldOf(application) }, files))
}

async function changedFiles(reader: RepoReader, s: { commit: string; starterCommit: string }): Promise<FingerprintedFile[]> {
  const [mine, given] = await Promise.all([reader.tree(s.commit), reader.tree(s.starterCommit)])
  const known = new Set(given.map((e) => e.sha))
  const starter = new Set<number>()
  for await (const { text } of texts(reader, given)) for (const print of fingerprintsOf(text)) starter.add(print)
  const files: FingerprintedFile[] = []
  for await (const { entry, text } of texts(reader, mine.filter((e) => !known.has(e.sha)))) {
    files.push({ path: entry.path, blobSha: entry.sha, prints: [...fingerprintsOf(text)].filter((print) => !starter.has(print)) })
  }
  return files
}

/** Of ordinary files of a size that people write; no binary ones. */
async function* texts(reader: RepoReader, entries: readonly TreeEntry[]): AsyncGenerator<{ entry: TreeEntry; text: string }> {
  const readable = entries.filter((e) => e.type === 'blob' && e.size <= MOST_BYTES && !GENERATED.test(e.path)).slice(0, MOST_FILES)
  for await (const { entry, bytes } of reader.contents(readable)) if (!bytes.subarray(0, 8000).includes(0)) yield { entry, text: bytes.toString('utf8') }
}
