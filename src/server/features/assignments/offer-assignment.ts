import { durationSeconds } from '#contract/duration.ts'
import type { StageOf } from '#contract/process.ts'
import { newId } from '#server/lib/ids.ts'
import { randomName } from '#server/lib/tokens.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { later } from './assignment.ts'
import { expireTask } from './start-window.ts'
import { insertAssignment } from './store.ts'

/** Opens the take-home when its stage is entered: the window to start begins. Entering twice opens one. */
export async function offerAssignment(tx: Tx, application: { id: string; orgId: string }, stage: StageOf<'code_assignment'>): Promise<void> {
  const id = newId('asg', tx.now)
  const startBy = later(tx.now, durationSeconds(stage.config.start_window))
  const timeLimit = durationSeconds(stage.config.time_limit)
  const facts = { id, orgId: application.orgId, applicationId: application.id, stageKey: stage.key, repoId: randomName(26), provider: stage.config.provider, timeLimit, offeredAt: tx.now, startBy }
  if (!(await insertAssignment(tx, facts))) return
  await addTask(tx, { kind: 'assignment.expire', key: expireTask(id), orgId: application.orgId, payload: { assignment_id: id }, dueAt: startBy })
}
