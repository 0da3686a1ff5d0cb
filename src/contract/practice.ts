import { z } from 'zod'
import { commitId, id, instant } from './common.ts'
import { op } from './operation.ts'

export const practicePush = z.strictObject({
  branch: z.string(),
  commit: commitId.nullable(),
  subject: z.string(),
  received_at: instant,
  state: z.enum(['received', 'accepted', 'applied', 'refused', 'void']),
  /** Why it was refused, in sentences. */
  reason: z.string(),
})

export const practice = z.strictObject({
  /** `closed`: it was removed, or the take-home is over. */
  state: z.enum(['none', 'open', 'closed']),
  clone_url: z.string().nullable(),
  /** When the server first gave its files away. */
  cloned_at: instant.nullable(),
  /** The newest first, at most twenty. */
  pushes: z.array(practicePush),
})
export type Practice = z.infer<typeof practice>

const asgId = z.strictObject({ id: id('asg') })

/** A repository of one's own to try git, the token and a push, while no clock runs. */
export const practiceOps = {
  getPractice: op('GET', '/portal/assignments/:id/practice', { audience: 'portal', summary: 'Your practice repository and what it has received. Nothing in it is part of your take-home.', params: asgId, answer: practice }),
  openPractice: op('POST', '/portal/assignments/:id/practice', {
    secret: true,
    audience: 'portal',
    summary: 'Make your practice repository, or a new token for it; the one before stops working. The token is shown once.',
    params: asgId,
    answer: z.strictObject({ token: z.string(), clone_url: z.string(), username: z.string(), commands: z.array(z.string()) }),
    status: 201,
    problems: ['practice_closed', 'hosted_elsewhere'],
  }),
}
