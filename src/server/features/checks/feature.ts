import { z } from 'zod'
import type { Feature } from '#server/platform/feature.ts'
import { askAfterSealing } from './ask-for-checks.ts'
import { runChecks } from './run-checks.ts'
import { teamRoutes } from './team-routes.ts'
import { planTrial, tryStarter } from './try-starter.ts'

const about = z.object({ check_id: z.string(), turn: z.string() })

export const checks: Feature = {
  name: 'checks',
  routes: teamRoutes,
  effects: {
    'submission.sealed': (ctx, e) => askAfterSealing(ctx, e.data.submission_id),
    'starter.version_received': (ctx, e) => planTrial(ctx, e, e.data.version_id),
    'starter.trial_asked': (ctx, e) => planTrial(ctx, e, e.data.version_id),
  },
  tasks: {
    'checks.try_starter': (ctx, payload) => tryStarter(ctx, z.object({ version_id: z.string() }).parse(payload).version_id),
    'checks.run': (ctx, payload) => {
      const { check_id, turn } = about.parse(payload)
      return runChecks(ctx, check_id, turn)
    },
  },
  sentences: { 'checks.asked': () => 'asked for the checks to run again' },
}
