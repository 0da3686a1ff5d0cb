import type { z } from 'zod'
import type { applyBody } from '#contract/careers.ts'
import { submitApplication } from '#server/features/applications/index.ts'
import { type PublishedJob, publishedJobBySlugs } from '#server/features/jobs/index.ts'
import { knownZone } from '#server/lib/zones.ts'
import { Refusal, invalidField, notFound } from '#server/platform/errors.ts'
import { hit } from '#server/platform/http/rate.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type ApplicationForm, checkAnswers } from './check-answers.ts'
import { jobClosed } from './errors.ts'
import { claimFile } from './store.ts'

const PER_HOUR = 500

/**
 * Somebody applies on the version of the process that is published now.
 * @returns the application's id
 * @throws Refusal `job_closed`, `already_applied`, `validation_failed` with the fields it is about
 */
export async function apply(tx: Tx, where: { org: string; job: string }, body: z.output<typeof applyBody>, ip: string): Promise<string> {
  const job = await publishedJobBySlugs(tx, where.org, where.job)
  if (!job) throw notFound('This job')
  if (job.state !== 'open') throw jobClosed()
  await hit(tx, `apply:${ip}`, PER_HOUR, 3600)
  const form = formOf(job)
  refuseMistakes(form, body)
  return submitApplication(tx, {
    orgId: job.orgId,
    jobId: job.id,
    processVersionId: job.published.id,
    stages: job.published.process.stages,
    name: body.name,
    email: body.email,
    answers: Object.fromEntries(Object.entries(body.answers).filter(([, value]) => value !== '')),
    links: body.links,
    resumeFileId: form.resume === 'off' ? null : await claimed(tx, job.orgId, body.resume),
    timeZone: knownZone(body.time_zone),
  })
}

function formOf(job: PublishedJob): ApplicationForm {
  const stage = job.published.process.stages[0]
  if (stage?.type !== 'application_form') throw new Error(`The process of ${job.id} does not begin with a form`)
  return stage.config
}

function refuseMistakes(form: ApplicationForm, body: z.output<typeof applyBody>): void {
  const fields = checkAnswers(form, { answers: body.answers, hasResume: body.resume !== undefined })
  if (fields.length > 0) throw new Refusal(422, 'validation_failed', fields.length === 1 ? 'One answer has to be corrected.' : `${fields.length} answers have to be corrected.`, fields)
}

async function claimed(tx: Tx, orgId: string, resume: string | undefined): Promise<string | null> {
  if (resume === undefined) return null
  if (!(await claimFile(tx, resume, orgId))) throw invalidField('body.resume', 'This file is not there any more. Please add it again')
  return resume
}
