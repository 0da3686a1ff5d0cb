import type { Application } from '#contract/applications.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type LoadedApplication, currentStage } from './application.ts'
import { inStage } from './machine.ts'
import { type StageReport, stageTypeOf } from './stage-type.ts'

type Action = Application['actions'][number]

/** What can be done now and, where it can't, why: the same rules the acts enforce. */
export async function actionsOf(tx: Tx, a: LoadedApplication, report: StageReport | null): Promise<Action[]> {
  if (!report || a.state !== 'active') return [no('advance', ENDED), no('reject', ENDED)]
  return [await advanceAction(tx, a, report), await rejectAction(tx, a)]
}

const ENDED = 'This application has ended.'

function no(name: Action['name'], why: string): Action {
  return { name, allowed: false, why_not: why }
}

async function advanceAction(tx: Tx, a: LoadedApplication, report: StageReport): Promise<Action> {
  if (a.stageIndex === a.process.stages.length - 1) return no('advance', 'This is the last stage: it ends when the offer is answered.')
  if (!(report.canAdvance ?? report.complete)) return no('advance', report.missing.join(' ') || 'This stage is not finished.')
  const why = await stageTypeOf(currentStage(a).type).mayLeave?.(tx, inStage(a), 'advance', '')
  return why ? no('advance', why) : { name: 'advance', allowed: true, why_not: null }
}

/** A long message may take the place of what is missing, so this asks with one. */
const ANY_MESSAGE = 'x'.repeat(200)

async function rejectAction(tx: Tx, a: LoadedApplication): Promise<Action> {
  const why = await stageTypeOf(currentStage(a).type).mayLeave?.(tx, inStage(a), 'reject', ANY_MESSAGE)
  return why ? no('reject', why) : { name: 'reject', allowed: true, why_not: null }
}
