import { sql } from 'kysely'
import type { StarterPart } from '#contract/starters.ts'
import { newId } from '#server/lib/ids.ts'
import { randomName } from '#server/lib/tokens.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Starter, STARTER_PREFIX } from './starter.ts'

function selectStarters(tx: Tx) {
  return tx.sql
    .selectFrom('starters as s')
    .innerJoin('starter_repositories as f', (j) => j.onRef('f.starter_id', '=', 's.id').on('f.part', '=', 'files'))
    .innerJoin('starter_repositories as c', (j) => j.onRef('c.starter_id', '=', 's.id').on('c.part', '=', 'checks'))
    .selectAll('s')
    .select(['f.repo_id as files_repo', 'c.repo_id as checks_repo'])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectStarters>['executeTakeFirstOrThrow']>>

function starterOf(r: Row): Starter {
  return {
    id: r.id,
    orgId: r.org_id,
    slug: r.slug,
    name: r.name,
    // The columns' checks allow these words only.
    origin: { kind: r.origin as Starter['origin']['kind'], from: r.origin_from },
    importState: r.import_state as Starter['importState'],
    importSays: r.import_says,
    importBegan: r.import_began,
    createdAt: r.created_at,
    archivedAt: r.archived_at,
    repos: { files: r.files_repo, checks: r.checks_repo },
  }
}

export async function listStarters(tx: Tx, orgId: string): Promise<Starter[]> {
  return (await selectStarters(tx).where('s.org_id', '=', orgId).orderBy('s.created_at', 'desc').orderBy('s.id', 'desc').execute()).map(starterOf)
}

export async function findStarter(tx: Tx, id: string): Promise<Starter | null> {
  const row = await selectStarters(tx).where('s.id', '=', id).executeTakeFirst()
  return row ? starterOf(row) : null
}

export async function findStarterBySlug(tx: Tx, orgId: string, slug: string): Promise<Starter | null> {
  const row = await selectStarters(tx).where('s.org_id', '=', orgId).where('s.slug', '=', slug).executeTakeFirst()
  return row ? starterOf(row) : null
}

export async function findStarterOfRepo(tx: Tx, repoId: string): Promise<{ starter: Starter; part: StarterPart } | null> {
  const found = await tx.sql.selectFrom('starter_repositories').select(['starter_id', 'part']).where('repo_id', '=', repoId).executeTakeFirst()
  const starter = found && (await findStarter(tx, found.starter_id))
  // The column's check allows these parts only.
  return starter ? { starter, part: found.part as StarterPart } : null
}

/** One after another: numbers of versions, uses by processes, and the end of a starter. */
export async function lockStarter(tx: Tx, id: string): Promise<void> {
  await tx.sql.selectFrom('starters').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Names of repositories that nobody guesses. */
export const newRepos = (): Starter['repos'] => ({ files: newRepo(), checks: newRepo() })
const newRepo = () => STARTER_PREFIX + randomName(26 - STARTER_PREFIX.length)

export interface NewStarter extends Pick<Starter, 'orgId' | 'slug' | 'name' | 'origin' | 'repos'> {
  createdBy: string
}

/** @returns null when the name is taken */
export async function insertStarter(tx: Tx, s: NewStarter): Promise<string | null> {
  const id = newId('str', tx.now)
  const row = { id, org_id: s.orgId, slug: s.slug, name: s.name, origin: s.origin.kind, origin_from: s.origin.from, created_by: s.createdBy, created_at: tx.now }
  const made = await tx.sql.insertInto('starters').values(row).onConflict((c) => c.columns(['org_id', 'slug']).doNothing()).returning('id').executeTakeFirst()
  if (!made) return null
  await tx.sql.insertInto('starter_repositories').values((['files', 'checks'] as const).map((part) => ({ repo_id: s.repos[part], starter_id: id, part }))).execute()
  return id
}

export async function updateStarter(tx: Tx, id: string, change: { name?: string | undefined; archivedAt?: Date | null }): Promise<void> {
  const set = { ...(change.name === undefined ? {} : { name: change.name }), ...(change.archivedAt === undefined ? {} : { archived_at: change.archivedAt }) }
  if (Object.keys(set).length > 0) await tx.sql.updateTable('starters').set(set).where('id', '=', id).execute()
}

export async function removeStarter(tx: Tx, id: string): Promise<void> {
  await tx.sql.deleteFrom('starters').where('id', '=', id).execute()
}

export async function beginImport(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('starters').set({ import_state: 'running', import_says: '', import_began: tx.now }).where('id', '=', id).execute()
}

export async function endImport(tx: Tx, id: string, says: string | null): Promise<void> {
  await tx.sql.updateTable('starters').set({ import_state: says === null ? 'done' : 'failed', import_says: says ?? '' }).where('id', '=', id).where('import_state', '=', 'running').execute()
}

/** The one before stops working. */
export async function putToken(tx: Tx, t: { starterId: string; memberId: string; tokenHash: string }): Promise<void> {
  const row = { starter_id: t.starterId, member_id: t.memberId, token_hash: t.tokenHash, created_at: tx.now }
  await tx.sql.insertInto('starter_tokens').values(row).onConflict((c) => c.columns(['starter_id', 'member_id']).doUpdateSet({ token_hash: t.tokenHash, created_at: tx.now })).execute()
}

/** Whose token this is, for a repository it opens: a member who is still one, with the role of now. */
export async function holderOf(tx: Tx, repoId: string, tokenHash: string): Promise<{ memberId: string; role: string; archived: boolean } | null> {
  const row = await tx.sql
    .selectFrom('starter_repositories as r')
    .innerJoin('starters as s', 's.id', 'r.starter_id')
    .innerJoin('starter_tokens as t', 't.starter_id', 'r.starter_id')
    .innerJoin('members as m', (j) => j.onRef('m.id', '=', 't.member_id').onRef('m.org_id', '=', 's.org_id'))
    .select(['m.id', 'm.role', 's.archived_at'])
    .where('r.repo_id', '=', repoId)
    .where('t.token_hash', '=', tokenHash)
    .where('m.removed_at', 'is', null)
    .executeTakeFirst()
  return row ? { memberId: row.id, role: row.role, archived: row.archived_at !== null } : null
}

export interface Use {
  jobId: string
  title: string
  version: number | null
  where: 'draft' | 'published'
}

/** Which jobs name a starter, in their draft or in a version. Their rows belong to a feature above this one; here they are only looked at. */
export async function usesOf(tx: Tx, s: Pick<Starter, 'orgId' | 'slug'>): Promise<Use[]> {
  const { rows } = await sql<Use>`
    select distinct p.job_id as "jobId", j.title, (s.stage->'config'->>'starter_version')::int as version, p.kind as "where"
    from (
      select id as job_id, process, 'draft' as kind from jobs where org_id = ${s.orgId}
      union all select job_id, process, 'published' from process_versions where org_id = ${s.orgId}
    ) p
    join jobs j on j.id = p.job_id
    cross join lateral jsonb_array_elements(p.process->'stages') as s (stage)
    where s.stage->>'type' = 'code_assignment' and s.stage->'config'->>'scaffold' = ${s.slug} and coalesce(s.stage->'config'->>'provider', 'built-in') = 'built-in'
    order by j.title, version, "where"`.execute(tx.sql)
  return rows
}
