import { sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'

export interface FingerprintedFile {
  path: string
  blobSha: string
  prints: number[]
}

interface Scope {
  submissionId: string
  orgId: string
  /** Only submissions of the same starter are compared. */
  scaffold: string
}

/** Once: a second time changes nothing. */
export async function insertFingerprints(tx: Tx, s: Scope, files: readonly FingerprintedFile[]) {
  const of = { submission_id: s.submissionId, org_id: s.orgId, scaffold: s.scaffold }
  for (const f of files) {
    await tx.sql.insertInto('fingerprinted_files').values({ ...of, path: f.path, blob_sha: f.blobSha }).onConflict((c) => c.doNothing()).execute()
    await sql`insert into fingerprints (submission_id, org_id, scaffold, path, print)
      select ${s.submissionId}, ${s.orgId}, ${s.scaffold}, ${f.path}, print from unnest(${f.prints}::bigint[]) as x (print) on conflict do nothing`.execute(tx.sql)
  }
}

export interface Overlap {
  submissionId: string
  applicationId: string
  candidate: string
  /** Fingerprints both have, and those of the smaller of the two. */
  shared: number
  smaller: number
}

const MOST_SIMILAR = 10

/** Those that share most, the most first. */
export async function listSimilar(tx: Tx, s: Scope): Promise<Overlap[]> {
  const { rows } = await sql<Overlap>`
    with mine as (select distinct print from fingerprints where submission_id = ${s.submissionId}),
    shared as (
      select f.submission_id, count(distinct f.print)::int as shared from mine join fingerprints f using (print)
      where f.org_id = ${s.orgId} and f.scaffold = ${s.scaffold} and f.submission_id <> ${s.submissionId}
      group by f.submission_id order by 2 desc limit ${MOST_SIMILAR})
    select o.submission_id as "submissionId", a.id as "applicationId", c.name as candidate, o.shared,
      least((select count(*) from mine), (select count(distinct print) from fingerprints where submission_id = o.submission_id))::int as smaller
    from shared o join submissions s on s.id = o.submission_id join applications a on a.id = s.application_id join candidates c on c.id = a.candidate_id
    order by o.shared desc`.execute(tx.sql)
  return rows
}

/** Which files of the two share how many. */
export async function listSharedFiles(tx: Tx, submissionId: string, otherId: string): Promise<{ path: string; other_path: string; shared: number }[]> {
  const { rows } = await sql<{ path: string; other_path: string; shared: number }>`
    select m.path, o.path as other_path, count(*)::int as shared from fingerprints m join fingerprints o on o.print = m.print and o.submission_id = ${otherId}
    where m.submission_id = ${submissionId} group by 1, 2 having count(*) >= 3 order by 3 desc limit 20`.execute(tx.sql)
  return rows
}

export async function listIdentical(tx: Tx, s: Scope): Promise<{ path: string; candidate: string; applicationId: string }[]> {
  const { rows } = await sql<{ path: string; candidate: string; applicationId: string }>`
    select m.path, c.name as candidate, a.id as "applicationId"
    from fingerprinted_files m
    join fingerprinted_files o on o.org_id = m.org_id and o.scaffold = m.scaffold and o.blob_sha = m.blob_sha and o.submission_id <> m.submission_id
    join submissions s on s.id = o.submission_id join applications a on a.id = s.application_id join candidates c on c.id = a.candidate_id
    where m.submission_id = ${s.submissionId} order by m.path, c.name limit 200`.execute(tx.sql)
  return rows
}

export async function countOthers(tx: Tx, s: Scope): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(distinct submission_id)::int as n from fingerprinted_files where org_id = ${s.orgId} and scaffold = ${s.scaffold} and submission_id <> ${s.submissionId}`.execute(tx.sql)
  return rows[0]?.n ?? 0
}

export async function listBlobs(tx: Tx, submissionId: string): Promise<{ path: string; blobSha: string }[]> {
  return tx.sql.selectFrom('fingerprinted_files').select(['path', 'blob_sha as blobSha']).where('submission_id', '=', submissionId).orderBy('path').execute()
}
