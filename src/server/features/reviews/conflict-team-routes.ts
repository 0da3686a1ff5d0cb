import { conflictOps } from '#contract/conflicts.ts'
import { on } from '#server/platform/feature.ts'
import { declareConflict } from './declare-conflict.ts'
import { listConflicts, listMyConflicts } from './show-conflicts.ts'
import { takeBackConflict } from './take-back-conflict.ts'

const done = { ok: true as const }

export const conflictTeamRoutes = [
  on(conflictOps.listMyConflicts, (tx) => listMyConflicts(tx)),
  on(conflictOps.listConflicts, (tx, { params }) => listConflicts(tx, params.id)),
  on(conflictOps.declareConflict, async (tx, { params, body }) => {
    await declareConflict(tx, params.id, { memberId: body.member_id, words: body.words })
    return done
  }),
  on(conflictOps.takeBackConflict, async (tx, { params }) => {
    await takeBackConflict(tx, params.id)
    return done
  }),
]
