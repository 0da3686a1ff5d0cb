import type { Application } from '#contract/applications.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type LoadedApplication, currentStage, isLastStage } from './application.ts'
import { inStage } from './machine.ts'
import { whyNotRejectable } from './rejection.ts'
import { whyNotGoOn } from './stage-gate.ts'
import { type StageReport, stageTypeOf } from './stage-type.ts'

type Action = Application['actions'][number]

/**
 * What the asking member can do now and, where they can't, why: the same rules the acts enforce. `hire` is the
 * advancement from the last stage.
 */
export async function actionsOf(tx: Tx, a: LoadedApplication, report: StageReport | null): Promise<Action[]> {
  const onward = isLastStage(a) ? 'hire' : 'advance'
  const why = whyNobody(tx, report)
  if (why) return [action(onward, why), action('reject', why)]
  return [action(onward, await whyNotAdvance(tx, a, report)), action('reject', await whyNotRejectable(tx, a, ANY_MESSAGE))]
}

function action(name: Action['name'], whyNot: string | null): Action {
  return { name, allowed: whyNot === null, why_not: whyNot }
}

/** The policy matrix lets these two roles decide; a button says so before anybody presses it. */
function whyNobody(tx: Tx, report: StageReport | null): string | null {
  if (!report) return 'This application has ended.'
  const { role } = requireMember(tx)
  return role === 'owner' || role === 'recruiter' ? null : 'Owners and recruiters decide about applications.'
}

async function whyNotAdvance(tx: Tx, a: LoadedApplication, report: StageReport | null): Promise<string | null> {
  if (!report || !(report.canAdvance ?? report.complete)) return report?.missing.join(' ') || 'This stage is not finished.'
  return (await stageTypeOf(currentStage(a).type).mayLeave?.(tx, inStage(a), 'advance', '')) ?? whyNotGoOn(tx, a, { hold: false })
}

/** A long message may take the place of what is missing, so this asks with one. */
const ANY_MESSAGE = 'x'.repeat(200)
