import { assignmentOps } from '#contract/assignments.ts'
import type { Context } from '#server/platform/context.ts'
import { onOuter } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { onCurrent } from './catch-up.ts'
import { forTeam } from './find.ts'
import { grantExtension } from './grant-extension.ts'
import { presentToTeam } from './present.ts'

export const teamRoutes = [
  onOuter(assignmentOps.getAssignment, (ctx, { params }) => onCurrent(ctx, (tx) => forTeam.byApplication(tx, params.id), (tx, { application, a }) => presentToTeam(tx, ctx, application, a))),
  onOuter(assignmentOps.grantExtension, (ctx, { params, body }) => extend(ctx, params.id, body)),
]

async function extend(ctx: Context, id: string, body: { seconds: number; reason: string }) {
  const find = (tx: Tx) => forTeam.byId(tx, id)
  await onCurrent(ctx, find, (tx, { a }) => grantExtension(tx, a.id, body))
  return ctx.transaction(async (tx) => {
    const { application, a } = await find(tx)
    return presentToTeam(tx, ctx, application, a)
  })
}
