import type { CheckRun as ShownRun, Checks } from '#contract/checks.ts'
import type { SandboxStanding } from '#server/adapters/sandbox/port.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { loadApplicationForMember, maskOfCandidate } from '#server/features/applications/index.ts'
import { submissionById } from '#server/features/assignments/index.ts'
import { type Mask, noMask } from '#server/lib/mask.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { CheckRun } from './check-run.ts'
import { newestRunOf } from './store.ts'

/** The newest run of a submission, for whoever may see its application. */
export async function getChecks(ctx: Context, submissionId: string): Promise<Checks> {
  const standing = await ctx.sandbox.standing()
  return ctx.transaction(async (tx) => {
    const submission = await submissionById(tx, submissionId)
    if (!submission) throw notFound('The submission')
    const mask = await maskOfCandidate(tx, await loadApplicationForMember(tx, submission.applicationId))
    return withTexts(await present(tx, standing, await newestRunOf(tx, submissionId)), mask)
  })
}

/** What a run printed may name whose work it is. */
function withTexts(checks: Checks, mask: Mask): Checks {
  return mask === noMask || !checks.run ? checks : { ...checks, run: { ...checks.run, steps: masked(checks.run.steps, mask), notes: masked(checks.run.notes, mask) } }
}

/** The same value with every text in it changed; a mask makes texts of texts, so the shape stays. */
function masked<T>(value: T, mask: Mask): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? mask(inner) : inner)) as T
}

async function present(tx: Tx, standing: SandboxStanding, run: CheckRun | null): Promise<Checks> {
  const available = standing.kind !== 'none'
  const open = run?.state === 'waiting' || run?.state === 'running'
  return { sandbox: { available, says: standing.says }, can_run_again: available && !open && requireMember(tx).role === 'owner', run: run && (await shown(tx, run)) }
}

async function shown(tx: Tx, r: CheckRun): Promise<ShownRun> {
  return {
    id: r.id,
    state: r.state,
    reason: r.reason,
    notes: r.notes,
    steps: r.steps,
    asked_by: r.askedBy && (await memberName(tx, r.askedBy)),
    asked_at: r.askedAt.toISOString(),
    started_at: r.startedAt?.toISOString() ?? null,
    ended_at: r.endedAt?.toISOString() ?? null,
  }
}
