import { z } from 'zod'
import { email, id, instant, link, personName, slug, text } from './common.ts'
import { employmentType, payRange } from './jobs.ts'
import { op } from './operation.ts'
import { hiringProcess, rubric } from './process.ts'

/** A stage as the public and the candidate may know it. */
export const publicJob = z.strictObject({
  slug,
  title: z.string(),
  location: z.string(),
  employment_type: employmentType,
  pay_range: payRange.nullable(),
  description: z.string(),
  opened_at: instant,
  open: z.boolean(),
  process: hiringProcess,
  process_version: z.number().int(),
  rubric: rubric.nullable(),
})
export type PublicJob = z.infer<typeof publicJob>

const org = z.strictObject({ slug, name: z.string(), about: z.string(), website: z.string() })

export const upload = z.strictObject({ id: id('fil'), filename: z.string(), size: z.number().int() })

/** Answers by field id. */
export const answers = z.record(slug, text(10_000)).refine((a) => Object.keys(a).length <= 60, 'At most 60 answers')

export const applyBody = z.strictObject({
  name: personName,
  email,
  answers: answers.default({}),
  links: z.array(link).max(5, 'At most five links').default([]),
  resume: id('fil').optional(),
  /** The browser's time zone, for what should arrive by day; an unknown name is left out. */
  time_zone: text(64).optional(),
})

const path = z.strictObject({ org: slug, job: slug })

export const careersOps = {
  getCareers: op('GET', '/careers/:org', {
    audience: 'public',
    summary: 'An organization’s open jobs.',
    params: z.strictObject({ org: slug }),
    answer: z.strictObject({ organization: org, jobs: z.array(publicJob.omit({ process: true, rubric: true })) }),
  }),
  getPublicJob: op('GET', '/careers/:org/:job', {
    audience: 'public',
    summary: 'A published job: pay range, stages, promises, rubric and the questions of its form.',
    params: path,
    answer: z.strictObject({ organization: org, job: publicJob }),
  }),
  uploadFile: op('POST', '/uploads', {
    audience: 'public',
    summary: 'Upload a file (PDF, DOCX, ODT, TXT or MD, at most 10 MB) to name in an application within a day.',
    query: z.strictObject({ filename: text(200, 1) }),
    rawBody: true,
    answer: upload,
    status: 201,
    problems: ['file_too_large', 'file_type_refused'],
  }),
  apply: op('POST', '/careers/:org/:job/applications', {
    audience: 'public',
    summary: 'Apply for a job. No account; a mail with the way to the portal follows.',
    params: path,
    body: applyBody,
    answer: z.strictObject({ application_id: id('app') }),
    status: 201,
    problems: ['job_closed', 'already_applied'],
  }),
}
