import { type LoadedApplication, listHiringTeamOf } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { forbidden } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'

/** Who may call: interviewers of the job, and its hiring manager. */
export async function callersOf(tx: Tx, a: LoadedApplication): Promise<string[]> {
  const team = await listHiringTeamOf(tx, a)
  return [...new Set([...team.interviewers, ...(team.hiringManager ? [team.hiringManager] : [])])]
}

/** Notes are read by who hires and who calls, not by everybody who may see the application. @throws Refusal 403 */
export async function mustReadNotes(tx: Tx, a: LoadedApplication): Promise<void> {
  const me = requireMember(tx)
  if (me.role === 'owner' || me.role === 'recruiter') return
  if (!(await callersOf(tx, a)).includes(me.memberId)) throw forbidden('References are read by owners, recruiters and the interviewers of this job.')
}
