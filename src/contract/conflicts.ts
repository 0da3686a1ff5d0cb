import { z } from 'zod'
import { done, id, instant, text } from './common.ts'
import { op } from './operation.ts'

const member = z.strictObject({ id: id('mem'), name: z.string() })

/** Somebody who should not judge a candidate: said by themselves, or by those who decide. */
export const conflict = z.strictObject({
  id: id('cfl'),
  member,
  /** The member themselves, or somebody of the team. */
  declared_by: member,
  declared_at: instant,
  /** Why. Empty for whoever is not told. */
  words: z.string(),
  /** It then keeps them out of no round that opens later; of those that were open it still does. */
  taken_back: z.strictObject({ at: instant, by: z.string() }).nullable(),
  /** Whether you may take it back now and, where you can’t, why. */
  can_take_back: z.boolean(),
  why_not: z.string().nullable(),
})
export type Conflict = z.infer<typeof conflict>

/** The same, where no candidate’s page is around it. */
export const myConflict = conflict.extend({ application_id: id('app'), job_title: z.string(), /** Their name, or a code where you are not told it. */ candidate: z.string() })
export type MyConflict = z.infer<typeof myConflict>

const appId = z.strictObject({ id: id('app') })

export const conflictOps = {
  declareConflict: op('POST', '/applications/:id/conflict', {
    audience: 'team',
    summary: 'Say that you should not judge this candidate, or with `member_id` that a colleague should not: owners, recruiters and the hiring manager do that, with a reason. They are not asked for this candidate again; a place that is not sealed is given to somebody else.',
    params: appId,
    body: z.strictObject({ member_id: id('mem').optional(), words: text(1000).default('') }),
    answer: done,
    problems: ['words_missing'],
  }),
  listConflicts: op('GET', '/applications/:id/conflicts', {
    audience: 'team',
    summary: 'Who should not judge this candidate. Those who decide read all of them with their reasons, everybody else those about themselves.',
    params: appId,
    answer: z.strictObject({ items: z.array(conflict), /** Whether you may declare one for a colleague. */ may_declare_for_others: z.boolean() }),
  }),
  listMyConflicts: op('GET', '/conflicts', { audience: 'team', summary: 'The candidates you should not judge, the newest first.', answer: z.strictObject({ items: z.array(myConflict) }) }),
  takeBackConflict: op('DELETE', '/conflicts/:id', {
    audience: 'team',
    summary: 'Take a conflict back. What a member said of themselves only they take back. Nobody returns to a round that is open: they may be asked in rounds that open from now on.',
    params: z.strictObject({ id: id('cfl') }),
    answer: done,
    problems: ['conflict_taken_back'],
  }),
}
