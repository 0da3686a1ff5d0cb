import { accommodationOps } from '#contract/accommodations.ts'
import type { Context } from '#server/platform/context.ts'
import { onOuter } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { askAccommodation, presentAccommodation, withdrawAccommodation } from './ask-accommodation.ts'
import { onCurrent } from './catch-up.ts'
import { forCandidate, forTeam } from './find.ts'
import { setAccommodation } from './set-accommodation.ts'

/** Between the candidate and those who decide. The policy matrix keeps everybody else out. */
export const accommodationRoutes = [
  onOuter(accommodationOps.getAccommodation, (ctx, { params }) => onCurrent(ctx, (tx) => forTeam.byId(tx, params.id), (tx, { a }) => presentAccommodation(tx, a))),
  onOuter(accommodationOps.setAccommodation, async (ctx, { params, body }) => {
    await onCurrent(ctx, (tx) => forTeam.byId(tx, params.id), (tx, { a }) => setAccommodation(tx, ctx, a.id, body))
    return { ok: true as const }
  }),
  onOuter(accommodationOps.getPortalAccommodation, (ctx, { params }) => show(ctx, params.id)),
  onOuter(accommodationOps.askAccommodation, (ctx, { params, body }) => change(ctx, params.id, (tx, id) => askAccommodation(tx, ctx, id, body.text))),
  onOuter(accommodationOps.withdrawAccommodation, (ctx, { params }) => change(ctx, params.id, withdrawAccommodation)),
]

const own = (id: string) => (tx: Tx) => forCandidate.byId(tx, id)

function show(ctx: Context, id: string) {
  return onCurrent(ctx, own(id), (tx, { a }) => presentAccommodation(tx, a))
}

async function change(ctx: Context, id: string, act: (tx: Tx, id: string) => Promise<void>) {
  await onCurrent(ctx, own(id), (tx) => act(tx, id))
  return show(ctx, id)
}
