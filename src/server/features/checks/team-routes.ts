import { checkOps } from '#contract/checks.ts'
import { onOuter } from '#server/platform/feature.ts'
import { runChecksAgain } from './ask-for-checks.ts'
import { getChecks } from './present.ts'

export const teamRoutes = [
  onOuter(checkOps.getChecks, (ctx, { params }) => getChecks(ctx, params.id)),
  onOuter(checkOps.runChecksAgain, async (ctx, { params }) => {
    await runChecksAgain(ctx, params.id)
    return getChecks(ctx, params.id)
  }),
]
