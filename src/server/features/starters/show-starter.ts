import { type Starter as ShownStarter, STARTER_PARTS, type StarterVersion, type StarterVersionWhole, type StarterWhole } from '#contract/starters.ts'
import { visible, visibleLine } from '#server/lib/visible.ts'
import { membersById } from '#server/features/accounts/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadStarter, loadVersion } from './access.ts'
import { importStanding, type Starter, type Version } from './starter.ts'
import { listStarters, type Use, usesOf } from './store.ts'
import { listVersions, stepsOf } from './version-store.ts'

/** The organization's starters, newest first. */
export async function showStarters(tx: Tx): Promise<ShownStarter[]> {
  const starters = await listStarters(tx, requireMember(tx).orgId)
  const versions = await listVersions(tx, starters.map((s) => s.id))
  const names = await namesIn(tx, versions)
  const shown: ShownStarter[] = []
  for (const s of starters) shown.push(presentStarter(s, versions.filter((v) => v.starterId === s.id), names, await usesOf(tx, s), tx.now))
  return shown
}

export async function showStarter(tx: Tx, ctx: Context, id: string): Promise<StarterWhole> {
  const s = await loadStarter(tx, id)
  const versions = await listVersions(tx, [s.id])
  const [names, uses] = [await namesIn(tx, versions), await usesOf(tx, s)]
  return {
    ...presentStarter(s, versions, names, uses, tx.now),
    repositories: STARTER_PARTS.map((part) => ({ part, clone_url: cloneUrl(ctx, s.repos[part]) })),
    versions: versions.map((v) => presentVersion(v, names)),
    used_by: uses.map((u) => ({ job_id: u.jobId, title: u.title, version: u.version, where: u.where })),
  }
}

export async function showVersion(tx: Tx, id: string, number: number): Promise<StarterVersionWhole> {
  const { version } = await loadVersion(tx, id, number)
  return { ...presentVersion(version, await namesIn(tx, [version])), steps: await stepsOf(tx, version.id) }
}

export const cloneUrl = (ctx: Context, repoId: string) => `${ctx.config.publicUrl}/git/${repoId}.git`

type Names = ReadonlyMap<string, string>

async function namesIn(tx: Tx, versions: readonly Version[]): Promise<Names> {
  const ids = new Set(versions.flatMap((v) => [v.receivedBy, v.accepted?.by]).filter((id) => typeof id === 'string'))
  return new Map((await membersById(tx, [...ids])).map((m) => [m.id, m.name]))
}

/** @param versions newest first */
function presentStarter(s: Starter, versions: readonly Version[], names: Names, uses: readonly Use[], now: Date): ShownStarter {
  const [newest] = versions
  return {
    id: s.id,
    slug: s.slug,
    name: s.name,
    origin: s.origin,
    import: importStanding(s, now),
    archived: s.archivedAt !== null,
    created_at: s.createdAt.toISOString(),
    newest: newest ? presentVersion(newest, names) : null,
    newest_ready: versions.find((v) => v.state === 'ready')?.number ?? null,
    jobs: new Set(uses.map((u) => u.jobId)).size,
  }
}

/** Names of files and subjects of commits are whatever somebody typed. */
function presentVersion(v: Version, names: Names): StarterVersion {
  const nameOf = (id: string) => names.get(id) ?? 'A member'
  return {
    number: v.number,
    state: v.state,
    commit: v.commit,
    tree: v.tree,
    checks_commit: v.checksCommit,
    brought: v.brought,
    subject: visibleLine(v.subject),
    received_at: v.receivedAt.toISOString(),
    received_by: v.receivedBy && nameOf(v.receivedBy),
    problems: v.problems.map(visible),
    notes: v.notes.map(visible),
    ended_at: v.endedAt?.toISOString() ?? null,
    accepted: v.accepted && { by: nameOf(v.accepted.by), at: v.accepted.at.toISOString(), reason: v.accepted.reason },
  }
}
