import { type LoadedApplication, loadApplicationById, lockApplication } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { roundNotFound } from './errors.ts'
import type { Place, Round } from './round.ts'
import type { Change } from './round-rules.ts'
import { insertPlace, listPlaces, lockRound, markLeft } from './round-store.ts'

export interface Held {
  application: LoadedApplication
  round: Round
  places: Place[]
}

/** Everything a change needs, held until the transaction ends. Locks in one order everywhere: application, round, place. */
export async function holdRound(tx: Tx, found: Pick<Round, 'id' | 'applicationId'>): Promise<Held> {
  if (!(await lockApplication(tx, found.applicationId))) throw roundNotFound()
  const round = await lockRound(tx, found.id)
  // With its real names, whoever acts: conflicts are told by them.
  return { round, places: await listPlaces(tx, [round.id]), application: await loadApplicationById(tx, found.applicationId) }
}

/** Writes down who leaves and who joins, as it was decided. Whoever joins starts empty. */
export async function carryOut(tx: Tx, round: Round, changes: readonly Change[], why?: Pick<NonNullable<Place['left']>, 'reason' | 'words'>): Promise<void> {
  for (const change of changes) {
    if (change.do === 'leave') await markLeft(tx, round.id, change.memberId, { how: change.how, reason: why?.reason ?? null, words: why?.words ?? '' })
    if (change.do === 'join') await assign(tx, round, change.memberId)
  }
}

async function assign(tx: Tx, round: Round, memberId: string): Promise<void> {
  await insertPlace(tx, round.id, memberId)
  await record(tx, 'review.assigned', subjectOf(round), { application_id: round.applicationId, round_id: round.id, member_id: memberId })
}

/** Nobody new is asked for somebody who is no longer in the process. */
export function over(application: Pick<LoadedApplication, 'state'>) {
  return { ended: application.state !== 'active' }
}

export function subjectOf(round: Round) {
  return { orgId: round.orgId, applicationId: round.applicationId, jobId: round.jobId }
}
