import type { Rubric } from '#contract/process.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import type { TestDatabase } from './database.ts'

export interface SeededRound {
  revealedAt: Date
  /** By criterion; null for what a member could not assess. */
  levels: { memberId: string; level: (criterionId: string) => number | null }[]
}

/**
 * Rounds that were revealed, straight into the tables: figures want many, and no test can wait for as many hires. What the
 * figures do not read is left at its least, with the guards of those tables off meanwhile.
 */
export async function seedRevealedRounds(db: TestDatabase, of: { orgId: string; jobId: string; rubric: Rubric }, rounds: readonly SeededRound[]): Promise<void> {
  const sha256 = sha256Hex(canonicalJson(of.rubric))
  await db.query('set session_replication_role = replica')
  for (const [n, round] of rounds.entries()) {
    const id = (kind: string, more = 0) => `${kind}_${String(n).padStart(20, '0')}${String(more).padStart(6, '0')}`
    await db.query(`insert into applications (id, org_id, job_id, candidate_id, process_version_id, state, stage_entered_at, applied_at) values ($1, $2, $3, 'cand_x', 'pver_x', 'rejected', $4, $4)`, [id('app'), of.orgId, of.jobId, round.revealedAt])
    await db.query(`insert into review_rounds (id, org_id, application_id, stage_key, submission_id, rubric, rubric_sha256, wanted, opened_at, revealed_at) values ($1, $2, $3, 'review', 'sub_x', $4, $5, $6, $7, $7)`, [id('rnd'), of.orgId, id('app'), JSON.stringify(of.rubric), sha256, Math.max(2, round.levels.length), round.revealedAt])
    for (const [k, { memberId, level }] of round.levels.entries()) {
      await db.query(`insert into reviews (id, round_id, author_id, recommendation, sealed_at, sha256) values ($1, $2, $3, 'yes', $4, 'x')`, [id('rev', k), id('rnd'), memberId, round.revealedAt])
      for (const c of of.rubric.criteria) await db.query(`insert into review_scores (review_id, criterion_id, level, cannot_assess) values ($1, $2, $3::int, case when $3::int is null then 'There were no tests.' end)`, [id('rev', k), c.id, level(c.id)])
    }
  }
  await db.query('set session_replication_role = origin')
}
