import type { Agreement } from '#contract/calibration.ts'
import { loadJobForMember } from '#server/features/jobs/index.ts'
import { type RevealedRound, listRevealedLevels, listRevealedRounds } from '#server/features/reviews/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { criterionAgreement, overallAlpha, pairAgreement } from './agreement.ts'
import { none, tooFew } from './figures.ts'

const NOTHING = { rubric_sha256: null, rounds: 0, left_out: 0, criteria: [], alpha: none(tooFew(0)), reading: null, pairs: [] }

/** How far reviewers of a job agree by one version of its rubric: the one asked for, or the one used last. */
export async function showAgreement(tx: Tx, jobId: string, asked: string | undefined): Promise<Agreement> {
  const { orgId } = await loadJobForMember(tx, jobId)
  const revealed = await listRevealedRounds(tx, { orgId, jobId })
  const rubrics = rubricsOf(revealed)
  const chosen = rubrics.find((r) => r.sha256 === asked) ?? rubrics[0]
  const all = revealed.filter((r) => r.rubricSha256 === chosen?.sha256)
  const [first] = all
  if (!chosen || !first) return { rubrics, ...NOTHING }
  const levels = (await listRevealedLevels(tx, { orgId, jobId })).filter((l) => l.rubricSha256 === chosen.sha256)
  const { criteria } = first.rubric
  const seed = `${jobId} ${chosen.sha256}`
  return {
    rubrics,
    rubric_sha256: chosen.sha256,
    rounds: chosen.rounds,
    left_out: all.length - chosen.rounds,
    criteria: criteria.map((c) => criterionAgreement(levels, c, seed)),
    ...overallAlpha(levels, seed),
    pairs: pairAgreement(levels, criteria),
  }
}

/** The versions there are, the one used last first; rounds that stayed blind are counted. */
function rubricsOf(rounds: readonly RevealedRound[]): Agreement['rubrics'] {
  const found = new Map<string, Agreement['rubrics'][number]>()
  for (const r of rounds) {
    const at = r.revealedAt.toISOString()
    const known = found.get(r.rubricSha256) ?? { sha256: r.rubricSha256, name: r.rubric.name, rounds: 0, first_at: at, last_at: at }
    found.set(r.rubricSha256, { ...known, rounds: known.rounds + (r.unblinded ? 0 : 1), last_at: at })
  }
  return [...found.values()].sort((a, b) => (a.last_at < b.last_at ? 1 : -1))
}
