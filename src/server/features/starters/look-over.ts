import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { filesAt } from './material.ts'
import type { Starter, Version } from './starter.ts'
import { findStarter } from './store.ts'
import { checksProblems, filesProblems, treeProblems } from './structure.ts'
import { findVersion, setTree, setVerdict, type Verdict } from './version-store.ts'

/** Whether the files of a version are a starter at all; refused if not. Repeating it is harmless. */
export async function lookOver(context: Context, versionId: string): Promise<Version | null> {
  const ctx = context.as(SYSTEM)
  const found = await ctx.transaction((tx) => versionWithStarter(tx, versionId))
  if (!found || found.version.state !== 'waiting') return found?.version ?? null
  const { tree, problems } = await problemsOf(ctx, found.starter, found.version)
  return ctx.transaction(async (tx) => {
    if (tree) await setTree(tx, versionId, tree)
    if (problems.length > 0) await endVersion(tx, found.starter, found.version, { state: 'refused', problems, notes: [], steps: [] })
    return findVersion(tx, versionId)
  })
}

export async function versionWithStarter(tx: Tx, versionId: string): Promise<{ version: Version; starter: Starter } | null> {
  const version = await findVersion(tx, versionId)
  const starter = version && (await findStarter(tx, version.starterId))
  return starter ? { version, starter } : null
}

async function problemsOf(ctx: Context, s: Starter, v: Version): Promise<{ tree: string | null; problems: string[] }> {
  const [reader, checks] = [ctx.git.reader(s.repos.files), ctx.git.reader(s.repos.checks)]
  const [entries, kept] = [await reader.tree(v.commit), v.checksCommit ? await checks.tree(v.checksCommit) : []]
  // Too much to be read is said before anything is.
  const early = [...treeProblems(entries), ...treeProblems(kept).map((p) => `In the checks: ${p}`)]
  if (early.length > 0) return { tree: null, problems: early }
  const hidden = new Set(kept.filter((e) => e.path.startsWith('hidden/')).map((e) => e.sha))
  const { treeSha } = await reader.contentHash(v.commit)
  const files = filesProblems(await filesAt(reader, v.commit), entries, hidden)
  const beside = v.checksCommit ? checksProblems(await filesAt(checks, v.checksCommit)).map((p) => `In the checks: ${p}`) : []
  return { tree: treeSha, problems: [...files, ...beside] }
}

/** Ends what waits or is tried, once. */
export async function endVersion(tx: Tx, s: Starter, v: Version, verdict: Verdict): Promise<void> {
  if (!(await setVerdict(tx, v.id, verdict))) return
  await record(tx, 'starter.version_tried', { orgId: s.orgId }, { starter_id: s.id, version_id: v.id, name: s.name, number: v.number, state: verdict.state })
}
