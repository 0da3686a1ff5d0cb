import type { z } from 'zod'
import type { refereeDraft } from '#contract/references.ts'
import { type LoadedApplication, currentStage, loadApplicationForCandidate, lockApplication } from '#server/features/applications/index.ts'
import { hashToken, randomToken } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import type { Tx } from '#server/platform/tx.ts'
import { notInReferences, refereeTwice, refereesMissing, refereesNamed } from './errors.ts'
import { insertReference, referencesOf } from './store.ts'

type Draft = z.output<typeof refereeDraft>
const LINK_DAYS = 30

/** The candidate names referees, once; each is mailed a link of their own. */
export async function nameReferees(tx: Tx, ctx: Context, applicationId: string, referees: readonly Draft[]): Promise<{ ok: true }> {
  await loadApplicationForCandidate(tx, applicationId)
  const a = await lockApplication(tx, applicationId)
  const stage = a && currentStage(a)
  if (!a || a.state !== 'active' || stage?.type !== 'reference_check') throw notInReferences()
  if ((await referencesOf(tx, a.id)).length > 0) throw refereesNamed()
  if (referees.length !== stage.config.count) throw refereesMissing(stage.config.count)
  refuseTwice(referees, a.candidate.email)
  for (const [i, r] of referees.entries()) await inviteReferee(tx, ctx, a, i, r)
  await record(tx, 'referees.named', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, count: referees.length })
  return { ok: true }
}

function refuseTwice(referees: readonly Draft[], own: string) {
  const index = referees.findIndex((r, i) => r.email === own || referees.findIndex((other) => other.email === r.email) !== i)
  if (index !== -1) throw refereeTwice(index)
}

/** The link is a secret, so it is mailed from here and never written into an event. */
async function inviteReferee(tx: Tx, ctx: Context, a: LoadedApplication, position: number, r: Draft) {
  const token = randomToken('hw_ref')
  const tokenExpiresAt = new Date(tx.now.getTime() + LINK_DAYS * 86_400_000)
  const id = await insertReference(tx, { orgId: a.orgId, applicationId: a.id, position, ...r, tokenHash: hashToken(token), tokenExpiresAt })
  await queueMail(
    tx,
    `reference:${id}`,
    {
      to: { name: r.name, address: r.email },
      fromName: a.organization.name,
      subject: `${a.candidate.name} named you as a referee`,
      paragraphs: [
        `Hello ${r.name},`,
        `${a.candidate.name} has applied for ${a.job.title} at ${a.organization.name} and named you as somebody who knows their work. We would like to talk with you, briefly.`,
        'Choose a time below. You need no account; it takes a minute. What you tell us is not shown to the candidate.',
      ],
      action: { label: 'Choose a time', url: `${ctx.config.publicUrl}/referee/${token}` },
      secret: true,
    },
    a.orgId,
  )
  await record(tx, 'reference.invited', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, reference_id: id })
}
