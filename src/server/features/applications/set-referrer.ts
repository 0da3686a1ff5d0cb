import type { Application } from '#contract/applications.ts'
import { listMembersOf } from '#server/features/accounts/index.ts'
import { invalidField } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadApplicationForMember } from './access.ts'
import { putReferrer } from './notice-store.ts'
import { presentApplication } from './present-application.ts'
import { lockApplication } from './store.ts'

/** Writes down which member told the candidate about the job, or takes it back. Whoever referred somebody does not judge them. */
export async function setReferrer(tx: Tx, id: string, memberId: string | null): Promise<Application> {
  const a = await loadApplicationForMember(tx, id)
  await lockApplication(tx, id)
  const known = memberId === null || (await listMembersOf(tx, a.orgId)).some((m) => m.id === memberId)
  if (!known) throw invalidField('body.member_id', 'Choose a member of the organization.')
  await putReferrer(tx, id, memberId)
  await record(tx, 'application.referred', { orgId: a.orgId, applicationId: id, jobId: a.jobId }, { application_id: id, member_id: memberId })
  return presentApplication(tx, id)
}
