import type { CalibrationSet } from '#contract/calibration.ts'
import { samplesOf } from '#server/features/templates/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Calibration, type Reviewed, type Setting, reviewedBy, whyNotPossible } from './calibration.ts'
import { type ProcessInUse, calibratedSince, listMyCalibrations, listProcessesInUse } from './store.ts'

/** A rubric in use, the jobs that use it, and the strictest thing one of them asks. */
export interface RubricInUse extends Reviewed {
  jobs: { id: string; title: string }[]
  reviewsFor: boolean
}

const STRICTNESS: readonly Setting[] = ['off', 'asked', 'required']

/** The rubrics of the jobs the asking member may see, each once. */
export async function rubricsInUse(tx: Tx): Promise<RubricInUse[]> {
  const found = new Map<string, RubricInUse>()
  const member = requireMember(tx)
  for (const p of await listProcessesInUse(tx, member)) {
    const reviewed = reviewedBy(p.process)
    const named = reviewed?.pool.length ? reviewed.pool.includes(member.email) : p.reviewsFor
    if (reviewed) found.set(reviewed.sha256, joined(found.get(reviewed.sha256), reviewed, { ...p, reviewsFor: named }))
  }
  return [...found.values()]
}

function joined(known: RubricInUse | undefined, reviewed: Reviewed, p: ProcessInUse): RubricInUse {
  const job = { id: p.jobId, title: p.title }
  if (!known) return { ...reviewed, jobs: [job], reviewsFor: p.reviewsFor }
  const setting = STRICTNESS.indexOf(reviewed.setting) > STRICTNESS.indexOf(known.setting) ? reviewed.setting : known.setting
  const jobs = known.jobs.some((j) => j.id === job.id) ? known.jobs : [...known.jobs, job]
  return { ...known, setting, jobs, reviewsFor: known.reviewsFor || p.reviewsFor }
}

/** Those rubrics with their samples, and how far the asking member is: what they review for first. */
export async function listCalibrations(tx: Tx): Promise<CalibrationSet[]> {
  const since = await calibratedSince(tx, requireMember(tx).memberId)
  const [rubrics, mine] = [await rubricsInUse(tx), await listMyCalibrations(tx)]
  const sets = rubrics.map((r) => setOf(r, mine.filter((c) => c.rubricSha256 === r.sha256), since.get(r.sha256) ?? null))
  return sets.sort((a, b) => Number(b.reviews_for) - Number(a.reviews_for) || a.rubric_name.localeCompare(b.rubric_name))
}

function setOf(r: RubricInUse, mine: readonly Calibration[], since: Date | null): CalibrationSet {
  const not_possible = whyNotPossible(r.scaffold, r.rubric)
  return {
    rubric_sha256: r.sha256,
    rubric_name: r.rubric.name,
    jobs: r.jobs,
    setting: r.setting,
    reviews_for: r.reviewsFor,
    calibrated_at: since?.toISOString() ?? null,
    not_possible,
    samples: not_possible ? [] : samplesOf(r.scaffold).map((s) => stateOf(s, mine.find((c) => c.sampleId === s.id))),
  }
}

function stateOf(sample: { id: string; letter: string }, c: Calibration | undefined): CalibrationSet['samples'][number] {
  return { sample_id: sample.id, name: nameOf(sample), state: !c ? 'new' : c.sealedAt ? 'sealed' : 'begun', calibration_id: c?.id ?? null }
}

export const nameOf = (sample: { letter: string }) => `Sample ${sample.letter}`
