import type { Originality } from '#contract/originality.ts'
import { type Push, pushesOf, scaffoldOf, submissionForTeam } from '#server/features/assignments/index.ts'
import { isRevealed } from '#server/features/reviews/index.ts'
import type { Context } from '#server/platform/context.ts'
import { conflict } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { sampleFiles } from './samples.ts'
import { countOthers, listBlobs, listIdentical, listSharedFiles, listSimilar } from './store.ts'

const MOST_PUSHES = 100

/** Thrown before the reveal: knowing what is like it would colour how somebody scores a submission. */
const notRevealed = () => conflict('not_revealed', 'This is shown once every review is sealed, so that nobody scores with it in mind.')

/** @throws Refusal `not_revealed` */
export async function showOriginality(ctx: Context, id: string): Promise<Originality> {
  const { submission, facts, pushes } = await ctx.transaction(async (tx) => {
    const found = await submissionForTeam(tx, id)
    if (!(await isRevealed(tx, found.submission.applicationId))) throw notRevealed()
    const scope = { submissionId: id, orgId: found.submission.orgId, scaffold: scaffoldOf(found.application) }
    return { submission: found.submission, facts: await compare(tx, scope), pushes: (await pushesOf(tx, found.submission.assignmentId)).slice(-MOST_PUSHES) }
  })
  return { ...facts, pushes: (await sizes(ctx, submission, pushes)).toReversed() }
}

async function compare(tx: Tx, scope: { submissionId: string; orgId: string; scaffold: string }): Promise<Omit<Originality, 'pushes'>> {
  const similar = []
  for (const o of await listSimilar(tx, scope)) {
    const percent = Math.round((100 * o.shared) / Math.max(1, o.smaller))
    similar.push({ application_id: o.applicationId, candidate: o.candidate, percent, files: await listSharedFiles(tx, scope.submissionId, o.submissionId) })
  }
  const others = (await listIdentical(tx, scope)).map((i) => ({ path: i.path, same_as: i.candidate, application_id: i.applicationId }))
  return { similar, identical: [...others, ...(await likeSamples(tx, scope))], compared_with: await countOthers(tx, scope) }
}

async function likeSamples(tx: Tx, scope: { submissionId: string; scaffold: string }) {
  const samples = sampleFiles(scope.scaffold)
  return (await listBlobs(tx, scope.submissionId)).flatMap((f) => (samples.get(f.blobSha) ?? []).map((sample) => ({ path: f.path, same_as: `the sample “${sample}”`, application_id: null })))
}

/** What each push changed against what was there before it. */
async function sizes(ctx: Context, s: { repoId: string; starterCommit: string }, pushes: readonly Push[]) {
  const reader = ctx.git.reader(s.repoId)
  const measured = []
  for (const p of pushes) {
    const before = /^0+$/.test(p.oldSha) ? s.starterCommit : p.oldSha
    const changes = await reader.changes(before, p.commit)
    const sum = (of: 'additions' | 'deletions') => changes.reduce((total, c) => total + (c[of] ?? 0), 0)
    measured.push({ seq: p.seq, commit: p.commit, received_at: p.receivedAt.toISOString(), files: changes.length, additions: sum('additions'), deletions: sum('deletions') })
  }
  return measured
}
