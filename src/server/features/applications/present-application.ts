import type { Application, ApplicationCard, StageStatus } from '#contract/applications.ts'
import type { Stage } from '#contract/process.ts'
import { memberName } from '#server/features/accounts/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadApplicationForMember } from './access.ts'
import { actionsOf } from './actions.ts'
import { type LoadedApplication, currentStage, findStage } from './application.ts'
import { reportOf } from './machine.ts'
import { promisesOf } from './promises.ts'
import type { StageReport } from './stage-type.ts'
import { paperwork, progressRows } from './store.ts'

/** The card of the board and of lists. */
export async function presentCard(tx: Tx, a: LoadedApplication): Promise<ApplicationCard> {
  return cardOf(a, a.state === 'active' ? await reportOf(tx, a) : null)
}

function cardOf(a: LoadedApplication, report: StageReport | null): ApplicationCard {
  const stage = currentStage(a)
  return {
    id: a.id,
    candidate: { id: a.candidate.id, name: a.candidate.name },
    job: { id: a.jobId, title: a.job.title },
    state: a.state,
    stage_key: stage.key,
    stage_name: stage.name,
    stage_entered_at: a.stageEnteredAt.toISOString(),
    waiting_on: report?.waitingOn ?? 'nobody',
    next: report?.teamSummary ?? ENDED[a.state],
    due_at: report?.dueAt?.toISOString() ?? null,
    applied_at: a.appliedAt.toISOString(),
  }
}

const ENDED = { active: '', hired: 'Hired', rejected: 'Rejected', withdrawn: 'Withdrew' } as const

/** The whole application as the team sees it. */
export async function presentApplication(tx: Tx, id: string): Promise<Application> {
  const a = await loadApplicationForMember(tx, id)
  const report = a.state === 'active' ? await reportOf(tx, a) : null
  const papers = await paperwork(tx, id)
  return {
    ...cardOf(a, report),
    ...(a.state === 'withdrawn' && papers.rejection_note ? { next: `Withdrew: ${papers.rejection_note}` } : {}),
    candidate: a.candidate,
    process_version: a.processVersion,
    stages: await stageStatuses(tx, a, report?.teamSummary ?? '', report),
    definition: a.process.stages,
    anonymous: a.anonymous,
    answers: a.anonymous ? [] : answersOf(a, papers.answers),
    // Written by the apply form as a list of strings.
    links: a.anonymous ? [] : (papers.links as string[]),
    resume: a.anonymous || papers.filename === null ? null : { filename: papers.filename, size: Number(papers.size) },
    promises: await promisesOf(tx, id),
    actions: await actionsOf(tx, a, report),
    referred_by: a.referredBy === null ? null : { id: a.referredBy, name: await memberName(tx, a.referredBy) },
    rejection:
      a.state === 'rejected' && papers.ended_at
        ? // The reason was validated by the contract when it was written.
          { reason: papers.rejection_reason as NonNullable<Application['rejection']>['reason'], note: papers.rejection_note ?? '', at: papers.ended_at.toISOString() }
        : null,
  }
}

/** Every stage with its state; only the current one has something to say. */
export async function stageStatuses(tx: Tx, a: LoadedApplication, summary: string, report: StageReport | null): Promise<StageStatus[]> {
  const rows = await progressRows(tx, a.id)
  return a.process.stages.map((stage, i) => {
    const row = rows.find((r) => r.stage_index === i)
    const current = i === a.stageIndex && a.state === 'active'
    return {
      key: stage.key,
      name: stage.name,
      type: stage.type,
      // The table's check constraint lists exactly these states.
      state: (row?.state ?? 'pending') as StageStatus['state'],
      entered_at: row?.entered_at?.toISOString() ?? null,
      completed_at: row?.completed_at?.toISOString() ?? null,
      waiting_on: current ? (report?.waitingOn ?? 'nobody') : 'nobody',
      due_at: current ? (report?.dueAt?.toISOString() ?? null) : null,
      summary: current ? summary : '',
    }
  })
}

function answersOf(a: LoadedApplication, raw: unknown): Application['answers'] {
  // Written by the apply form as a record of strings.
  const given = raw as Record<string, string>
  const form = findStage(a.process, 'application_form')
  const fields = form ? [...form.config.fields, ...form.config.questions] : []
  return fields.flatMap((f) => (given[f.id] ? [{ id: f.id, label: f.label, value: given[f.id] ?? '' }] : []))
}

/** The stage as the public may know it. */
export function describedStage(stage: Stage) {
  return { description: stage.candidate_description, promise: stage.promise, pay: stage.payout ? { amount_minor: stage.payout.amount_minor, currency: stage.payout.currency } : null }
}
