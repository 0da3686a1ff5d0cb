import { NoDependencies, SandboxStopped, SandboxUnavailable } from '#server/adapters/sandbox/port.ts'
import { beginTrial, endTrial, type Trial, type Verdict } from '#server/features/starters/index.ts'
import type { Context } from '#server/platform/context.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import { asStarter, judgeTrial } from './judge-trial.ts'
import { planOf } from './plan.ts'
import { runSteps } from './run-steps.ts'

const LOOK_AGAIN_SECONDS = 3

/** A trial of its own for each time one is asked for: it may take minutes, and holds up no other effect. */
export async function planTrial(ctx: Context, event: { id: string; orgId: string }, versionId: string): Promise<void> {
  await ctx.transaction((tx) => addTask(tx, { kind: 'checks.try_starter', key: `checks.try_starter:${event.id}`, orgId: event.orgId, payload: { version_id: versionId }, dueAt: tx.now }))
}

/** Tries a version of a starter: its dependencies install and its tests run. Repeating it tries what was interrupted. */
export async function tryStarter(ctx: Context, versionId: string): Promise<void> {
  const trial = await beginTrial(ctx, versionId)
  if (trial === null) return
  if (trial === 'later') throw new RunAgain(LOOK_AGAIN_SECONDS)
  await endTrial(ctx, versionId, await verdictOn(ctx, trial))
}

/** Whatever goes wrong is a verdict too, but for the end of the program: then it is tried again at the next start. */
async function verdictOn(ctx: Context, trial: Trial): Promise<Verdict> {
  try {
    return await run(ctx, trial)
  } catch (error) {
    if (error instanceof SandboxStopped) throw error
    if (error instanceof NoDependencies) return { ...nothing, state: 'refused', problems: [error.message] }
    if (error instanceof SandboxUnavailable) return held(error.message)
    ctx.log.error({ err: error, version: trial.versionId }, 'a trial of a starter failed')
    return held('Something went wrong on this server while it was tried. The server’s log says what; try it again.')
  }
}

const nothing = { problems: [], notes: [], steps: [] }
const held = (reason: string): Verdict => ({ ...nothing, state: 'held', problems: [reason] })

async function run(ctx: Context, { repoId, commit, material }: Trial): Promise<Verdict> {
  const standing = await ctx.sandbox.standing()
  if (standing.kind === 'none') return held(`It was not tried. ${standing.says}`)
  const { files, hidden, checks } = material
  const plan = planOf(files, hidden.length > 0, checks)
  if (typeof plan === 'string') return held(`It was not tried. ${plan.replace('of this take-home ', '')}`)
  const steps = (await runSteps(ctx, { repoId, commit }, plan, hidden)).map(asStarter)
  return { ...judgeTrial(steps, standing.says), steps }
}
