import type { Application } from '#contract/applications.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadApplicationForMember } from './access.ts'
import { currentStage } from './application.ts'
import { applicationEnded, stageChanged, stageIncomplete, stageShut } from './errors.ts'
import { inStage, moveOn, reportOf } from './machine.ts'
import { presentApplication } from './present-application.ts'
import { whyNotGoOn } from './stage-gate.ts'
import { stageTypeOf } from './stage-type.ts'
import { insertNote, lockApplication } from './store.ts'

/**
 * A person moves an application on; from the last stage that hires. The stage they saw must still be the current one, so that of two people who press
 * at once one wins and the other is told.
 * @throws Refusal `stage_incomplete`, `stage_shut`, `stage_changed`, `application_ended`
 */
export async function advanceApplication(tx: Tx, id: string, o: { from_stage: string; note: string }): Promise<Application> {
  const member = requireMember(tx)
  await loadApplicationForMember(tx, id)
  const a = await lockApplication(tx, id)
  if (!a || a.state !== 'active') throw applicationEnded()
  const stage = currentStage(a)
  if (stage.key !== o.from_stage) throw stageChanged(stage.name)
  const report = await reportOf(tx, a)
  if (!(report.canAdvance ?? report.complete)) throw report.complete ? stageShut(report.missing.join(' ')) : stageIncomplete(report.missing)
  const why = await stageTypeOf(stage.type).mayLeave?.(tx, inStage(a), 'advance', '')
  if (why) throw stageIncomplete([why])
  const shut = await whyNotGoOn(tx, a, { hold: true })
  if (shut) throw stageShut(shut)
  const noteId = o.note ? await insertNote(tx, a.id, member.memberId, o.note) : null
  await moveOn(tx, a, noteId)
  return presentApplication(tx, id)
}
