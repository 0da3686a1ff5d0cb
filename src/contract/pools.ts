import { z } from 'zod'
import { CALIBRATION_SETTINGS } from './calibration.ts'
import { id } from './common.ts'
import { op } from './operation.ts'

/** A member as somebody who may be asked for reviews of a job. Of no candidate: conflicts and referrals are another matter. */
export const poolPerson = z.strictObject({
  id: id('mem'),
  name: z.string(),
  email: z.string(),
  in_pool: z.boolean(),
  /** Reviews they are asked for and have not sealed, over all jobs. */
  open_reviews: z.number().int(),
  /** Whether they have scored every sample by this rubric; null where there is nothing to score. */
  calibrated: z.boolean().nullable(),
})
export type PoolPerson = z.infer<typeof poolPerson>

/** Who may be asked for reviews of a job, under its draft process or the version in force. */
export const jobPool = z.strictObject({
  /** null where the process has no review. */
  review: z
    .strictObject({
      stage: z.string(),
      /** How many reviews each submission gets. */
      wanted: z.number().int(),
      /** `team`: the reviewers of the job’s hiring team, as it is at the time. `named`: those the stage names. */
      from: z.enum(['team', 'named']),
      calibration: z.enum(CALIBRATION_SETTINGS),
      /** Named by the stage, and no member has them: nobody is asked there. */
      unknown: z.array(z.string()),
    })
    .nullable(),
  /** The version in force; null for the draft. */
  version: z.number().int().nullable(),
  /** Every member; in the pool first, then those with the fewest open reviews. */
  people: z.array(poolPerson),
})
export type JobPool = z.infer<typeof jobPool>

export const poolOps = {
  getJobPool: op('GET', '/jobs/:id/reviewer-pool', {
    audience: 'team',
    summary: 'Who may be asked for reviews of a job: how much each has to do, and who has scored the samples.',
    params: z.strictObject({ id: id('job') }),
    query: z.strictObject({ of: z.enum(['draft', 'in_force']).default('in_force') }),
    answer: jobPool,
  }),
}
