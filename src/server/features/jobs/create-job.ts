import { freeSlug, galleryTemplate, slugify } from '#server/features/templates/index.ts'
import { newId } from '#server/lib/ids.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { Refusal } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { insertJob, slugsLike } from './store.ts'

/**
 * Starts a draft from a template; its maker is the hiring manager until somebody else is named.
 * @returns the job's id
 * @throws Refusal `template_unknown`
 */
export async function createJob(tx: Tx, o: { title: string; template: string }): Promise<string> {
  const member = requireMember(tx)
  const template = galleryTemplate(o.template)
  if (!template) throw new Refusal(422, 'template_unknown', `There is no template “${o.template}”.`, [{ path: 'body.template', message: 'Choose a template of the gallery' }])
  const wanted = slugify(o.title) || 'job'
  const taken = await slugsLike(tx, member.orgId, wanted)
  const id = newId('job', tx.now)
  await insertJob(tx, { id, orgId: member.orgId, slug: freeSlug(wanted, (s) => taken.has(s)), title: o.title, template: template.slug, process: template.process, hiringManager: member.memberId })
  await record(tx, 'job.created', { orgId: member.orgId, jobId: id }, { job_id: id, title: o.title })
  return id
}
