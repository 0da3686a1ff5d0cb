/** What is run of a submission, by the starter it began from. */
import { findStage, loadApplicationById } from '#server/features/applications/index.ts'
import { type Submission, submissionById } from '#server/features/assignments/index.ts'
import { checkMaterialFor, type NamedStarter } from '#server/features/starters/index.ts'
import type { Context } from '#server/platform/context.ts'
import { type CheckRun, notRun, type Outcome } from './check-run.ts'
import { type Plan, planOf } from './plan.ts'
import { runSteps } from './run-steps.ts'

export async function runPlan(ctx: Context, run: CheckRun): Promise<Outcome> {
  const standing = await ctx.sandbox.standing()
  if (standing.kind === 'none') return notRun(standing.says)
  const { submission, starter } = await subjectOf(ctx, run)
  const { files, hidden, checks } = await checkMaterialFor(ctx, submission.orgId, starter)
  const plan = planOf(files, hidden.length > 0, checks)
  if (typeof plan === 'string') return notRun(plan)
  const steps = await runSteps(ctx, submission, plan, hidden)
  return { state: 'done', notes: await notesOn(ctx, submission, plan, standing.says), steps }
}

async function subjectOf(ctx: Context, run: CheckRun): Promise<{ submission: Submission; starter: NamedStarter }> {
  return ctx.transaction(async (tx) => {
    const submission = await submissionById(tx, run.submissionId)
    const application = await loadApplicationById(tx, run.applicationId)
    if (!submission) throw new Error(`There is no submission ${run.submissionId}`)
    return { submission, starter: findStage(application.process, 'code_assignment')?.config ?? { scaffold: '' } }
  })
}

/** What a reader should know about how it ran. */
async function notesOn(ctx: Context, submission: Submission, plan: Plan, standing: string): Promise<string[]> {
  const changed = (await Promise.all([differs(ctx, submission, 'package.json', plan.manifest), differs(ctx, submission, 'package-lock.json', plan.lock)])).some(Boolean)
  return [...(changed ? ['The submission changed package.json or package-lock.json. It ran with the starter’s dependencies, so a package that it added is missing here.'] : []), standing]
}

async function differs(ctx: Context, s: Submission, path: string, ours: Uint8Array): Promise<boolean> {
  const theirs = await ctx.git.reader(s.repoId).file(s.commit, path, { maxBytes: ours.length + 1 })
  return !theirs?.bytes.equals(ours)
}
