import { z } from 'zod'
import { commitId, id, instant } from './common.ts'
import { op } from './operation.ts'

/** Facts to look at together, never a verdict: people solve the same task in the same way, and take code from the same books. */
export const originality = z.strictObject({
  /** The newest first. How much each push changed against the one before it on its branch. */
  pushes: z.array(z.strictObject({ seq: z.number().int(), commit: commitId, received_at: instant, files: z.number().int(), additions: z.number().int(), deletions: z.number().int() })),
  /** Submissions of the same starter that share most with this one, beyond what the starter gave to both. */
  similar: z.array(
    z.strictObject({
      application_id: id('app'),
      candidate: z.string(),
      /** Of the smaller of the two, in percent. */
      percent: z.number().int(),
      files: z.array(z.strictObject({ path: z.string(), other_path: z.string(), shared: z.number().int() })),
    }),
  ),
  /** Files that are, byte for byte, somebody else's or a sample's. */
  identical: z.array(z.strictObject({ path: z.string(), same_as: z.string(), application_id: id('app').nullable() })),
  /** How many other submissions it was compared with. */
  compared_with: z.number().int(),
})
export type Originality = z.infer<typeof originality>

export const originalityOps = {
  getOriginality: op('GET', '/submissions/:id/originality', {
    audience: 'team',
    summary: 'How a submission came about and what it shares with others of the same starter. Evidence, not a verdict; shown once the reviews are revealed.',
    params: z.strictObject({ id: id('sub') }),
    answer: originality,
    problems: ['not_revealed'],
  }),
}
