import os from 'node:os'
import { NoDependencies, SandboxStopped, SandboxUnavailable } from '#server/adapters/sandbox/port.ts'
import type { Context } from '#server/platform/context.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import { type CheckRun, notRun, type Outcome } from './check-run.ts'
import { passTurn, takeTurn } from './queue-store.ts'
import { runPlan } from './run-plan.ts'
import { setOutcome } from './store.ts'

/** Sandboxes at once: one core stays for everything else. */
const AT_ONCE = Math.max(1, os.availableParallelism() - 1)

/** Runs what waits, if there is a place for it; then hands the place on. Repeating it with the same turn runs it again. */
export async function runChecks(ctx: Context, id: string, turn: string): Promise<void> {
  const run = await ctx.transaction((tx) => takeTurn(tx, id, turn, AT_ONCE))
  if (!run) return
  const outcome = await outcomeOf(ctx, run)
  await ctx.transaction(async (tx) => {
    if (!(await setOutcome(tx, id, turn, outcome))) return
    const next = await passTurn(tx, id)
    if (next) await addTask(tx, { kind: 'checks.run', key: `checks.run:${next.turn}`, orgId: next.run.orgId, payload: { check_id: next.run.id, turn: next.turn }, dueAt: tx.now })
  })
}

/** Whatever goes wrong is an outcome too, but for the end of the program: a run that nobody ends would keep its place. */
async function outcomeOf(ctx: Context, run: CheckRun): Promise<Outcome> {
  try {
    return await runPlan(ctx, run)
  } catch (error) {
    // Its task is left undone, and runs again when the program does.
    if (error instanceof SandboxStopped) throw error
    if (error instanceof SandboxUnavailable || error instanceof NoDependencies) return notRun(error.message)
    ctx.log.error({ err: error, check: run.id }, 'checks failed')
    return notRun('Something went wrong on this server while the checks were prepared. The server’s log says what.')
  }
}
