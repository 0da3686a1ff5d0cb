import type { Feature } from '#server/platform/feature.ts'
import { askRail } from './ask-rail.ts'
import { checkPayee } from './check-recipient.ts'
import { compareRails } from './compare-rails.ts'
import { planPayout } from './plan-payout.ts'
import { releaseChangedPlace } from './release-changed-place.ts'
import { remindOfPromises } from './remind-of-promises.ts'
import { sendPayout } from './send-payout.ts'

export const tasks: NonNullable<Feature['tasks']> = {
  'plan-payout': async (ctx, payload) => {
    await planPayout(ctx, String(payload['payout_id']))
    await checkPayee(ctx, String(payload['payout_id']))
  },
  'send-payout': (ctx, payload) => sendPayout(ctx, String(payload['payout_id'])),
  'compare-rails': (ctx) => compareRails(ctx),
  'remind-of-payouts': (ctx) => remindOfPromises(ctx),
  'release-changed-place': (ctx, payload) => releaseChangedPlace(ctx, String(payload['payout_id'])),
  'ask-rail': (ctx, payload) => askRail(ctx, String(payload['payout_id'])),
}
