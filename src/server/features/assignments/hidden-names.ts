import type { Context } from '#server/platform/context.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { submissionForTeam } from './find.ts'
import { masksOf } from './masks-of.ts'

/**
 * Which names, addresses and accounts were taken out of a submission for those who judge it without knowing whose it is. Only
 * for somebody who is told the candidate's name: to everybody else the list would be the leak.
 * @throws Refusal `names_hidden`
 */
export async function listHiddenNames(ctx: Context, id: string): Promise<{ names: string[]; addresses: string[]; accounts: string[] }> {
  if (id.startsWith('smp_')) throw notFound('The submission')
  const { submission, application } = await ctx.transaction((tx) => submissionForTeam(tx, id))
  if (application.anonymous) throw conflict('names_hidden', 'You read this work without knowing whose it is. What was hidden is listed when every review is sealed.')
  const { people, accounts } = await masksOf(ctx, submission, application, ctx.git.reader(submission.repoId))
  const sorted = (texts: readonly string[]) => [...new Set(texts.map((t) => t.trim()).filter(Boolean))].toSorted((a, b) => (a < b ? -1 : 1))
  return { names: sorted(people.map((p) => p.name)), addresses: sorted(people.map((p) => p.email)), accounts: sorted(accounts) }
}
