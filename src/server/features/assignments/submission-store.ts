import type { Selectable } from 'kysely'
import type { SubmissionsTable } from '#server/platform/db/tables.gen.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The sealed submission: facts that never change again. */
export interface Submission {
  id: string
  orgId: string
  assignmentId: string
  applicationId: string
  repoId: string
  commit: string
  tree: string
  starterCommit: string
  contentSha256: string
  rubricSha256: string
  processVersion: number
  startedAt: Date
  deadlineAt: Date
  /** Of the push it came with; null when the starter was submitted. */
  receivedAt: Date | null
  sealedAt: Date
  source: 'deadline' | 'candidate'
  empty: boolean
}

export async function insertSubmissions(tx: Tx, submissions: readonly Submission[]) {
  await tx.sql.insertInto('submissions').values(submissions.map(rowOf)).execute()
}

function rowOf(s: Submission) {
  return {
    id: s.id,
    org_id: s.orgId,
    assignment_id: s.assignmentId,
    application_id: s.applicationId,
    repo_id: s.repoId,
    commit_sha: s.commit,
    tree_sha: s.tree,
    starter_commit: s.starterCommit,
    content_sha256: s.contentSha256,
    rubric_sha256: s.rubricSha256,
    process_version: s.processVersion,
    started_at: s.startedAt,
    deadline_at: s.deadlineAt,
    received_at: s.receivedAt,
    sealed_at: s.sealedAt,
    source: s.source,
    empty: s.empty,
  }
}

export async function findSubmission(tx: Tx, id: string): Promise<Submission | null> {
  const row = await tx.sql.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? submissionOf(row) : null
}

export async function findSubmissionOfApplication(tx: Tx, applicationId: string): Promise<Submission | null> {
  const row = await tx.sql.selectFrom('submissions').selectAll().where('application_id', '=', applicationId).executeTakeFirst()
  return row ? submissionOf(row) : null
}

function submissionOf(r: Selectable<SubmissionsTable>): Submission {
  return {
    id: r.id,
    orgId: r.org_id,
    assignmentId: r.assignment_id,
    applicationId: r.application_id,
    repoId: r.repo_id,
    commit: r.commit_sha,
    tree: r.tree_sha,
    starterCommit: r.starter_commit,
    contentSha256: r.content_sha256,
    rubricSha256: r.rubric_sha256,
    processVersion: r.process_version,
    startedAt: r.started_at,
    deadlineAt: r.deadline_at,
    receivedAt: r.received_at,
    sealedAt: r.sealed_at,
    // The column's check allows these sources only.
    source: r.source as Submission['source'],
    empty: r.empty,
  }
}
