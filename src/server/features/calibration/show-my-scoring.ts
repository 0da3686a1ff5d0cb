import type { Scoring } from '#contract/calibration.ts'
import { listRevealedLevels, listRevealedRounds } from '#server/features/reviews/index.ts'
import { sampleById } from '#server/features/templates/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Calibration, differenceOf, referenceFor } from './calibration.ts'
import { nameOf } from './rubrics.ts'
import { severityOf } from './severity.ts'
import { listMyCalibrations } from './store.ts'

/** How the asking member scores: there is no way to ask it of anybody else. */
export async function showMyScoring(tx: Tx): Promise<Scoring> {
  const { orgId, memberId } = requireMember(tx)
  const rounds = (await listRevealedRounds(tx, { orgId, memberId })).filter((r) => !r.unblinded)
  const names = new Map(rounds.flatMap((r) => r.rubric.criteria.map((c): [string, string] => [c.id, c.name])))
  const levels = await listRevealedLevels(tx, { orgId, memberId })
  return { ...severityOf(levels, memberId, names), calibrations: (await listMyCalibrations(tx)).flatMap(resultOf) }
}

function resultOf(c: Calibration): Scoring['calibrations'] {
  const sample = sampleById(c.sampleId)
  if (!c.sealedAt || !sample) return []
  return [{ calibration_id: c.id, sample_name: nameOf(sample), rubric_name: c.rubric.name, sealed_at: c.sealedAt.toISOString(), difference: differenceOf(c.scores, referenceFor(sample, c.rubric)) }]
}
