import { z } from 'zod'
import { fileAnswer, id, instant, slug, text } from './common.ts'
import { money } from './money.ts'
import { op } from './operation.ts'
import { hiringProcess } from './process.ts'

export const galleryTemplate = z.strictObject({
  slug,
  process: hiringProcess,
})
export type GalleryTemplate = z.infer<typeof galleryTemplate>

/** A mistake in a process file: where it is and what to write instead. */
export const processMistake = z.strictObject({
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  path: z.string(),
  message: z.string(),
})
export type ProcessMistake = z.infer<typeof processMistake>

export const EMPLOYMENT_TYPES = ['full_time', 'part_time', 'contract', 'internship'] as const
export const employmentType = z.enum(EMPLOYMENT_TYPES)

export const payRange = z.strictObject({
  min: money,
  max: money,
  period: z.enum(['year', 'month', 'hour']),
}).refine((r) => r.min.currency === r.max.currency, { path: ['max'], message: 'Use one currency for both ends' })
  .refine((r) => r.min.amount_minor <= r.max.amount_minor, { path: ['max'], message: 'The upper end must not be below the lower end' })
export type PayRange = z.infer<typeof payRange>

const facts = {
  title: text(120, 1),
  location: text(120),
  employment_type: employmentType,
  pay_range: payRange.nullable(),
  description: text(20_000),
}
export const JOB_STATES = ['draft', 'open', 'closed'] as const

export const job = z.strictObject({
  id: id('job'),
  slug,
  state: z.enum(JOB_STATES),
  ...facts,
  template_slug: slug.nullable(),
  created_at: instant,
  opened_at: instant.nullable(),
  /** The version that new applications run on; null before the first publication. */
  published_version: z.number().int().nullable(),
  /** True when the draft process differs from the published version. */
  has_unpublished_changes: z.boolean(),
  public_url: z.string(),
  counts: z.strictObject({ active: z.number().int(), hired: z.number().int(), rejected: z.number().int(), withdrawn: z.number().int() }),
})
export type Job = z.infer<typeof job>

export const jobProcess = z.strictObject({
  process: hiringProcess,
  /** Send it back with an update, so that nobody's change is overwritten. */
  revision: z.number().int(),
  published_version: z.number().int().nullable(),
  sha256: z.string(),
})
export type JobProcess = z.infer<typeof jobProcess>

export const hiringTeam = z.strictObject({
  hiring_manager: id('mem').nullable(),
  reviewers: z.array(id('mem')).max(50),
  interviewers: z.array(id('mem')).max(50),
})
export type HiringTeam = z.infer<typeof hiringTeam>

const jobId = z.strictObject({ id: id('job') })

export const templateOps = {
  listGallery: op('GET', '/gallery', { audience: 'public', summary: 'The process templates that ship with Handiwork.', answer: z.strictObject({ items: z.array(galleryTemplate) }) }),
  getGalleryTemplate: op('GET', '/gallery/:slug', { audience: 'public', summary: 'One shipped process template.', params: z.strictObject({ slug }), answer: galleryTemplate }),
  exportGalleryTemplate: op('GET', '/gallery/:slug/process.yaml', { audience: 'public', summary: 'A shipped process template as a YAML file.', params: z.strictObject({ slug }), answer: fileAnswer, file: 'application/yaml' }),
  checkProcess: op('POST', '/process-checks', {
    audience: 'team',
    summary: 'Check a process file without saving it; mistakes come with line and column.',
    body: z.strictObject({ yaml: z.string().max(262_144, 'A process file has at most 256 kB') }),
    answer: z.strictObject({ process: hiringProcess.nullable(), mistakes: z.array(processMistake) }),
  }),
}

export const jobOps = {
  listJobs: op('GET', '/jobs', { audience: 'team', summary: 'Jobs you can see.', answer: z.strictObject({ items: z.array(job) }) }),
  createJob: op('POST', '/jobs', {
    audience: 'team',
    summary: 'Start a draft job from a process template.',
    body: z.strictObject({ title: text(120, 1), template: slug.default('backend-engineer') }),
    answer: job,
    status: 201,
    problems: ['template_unknown'],
  }),
  getJob: op('GET', '/jobs/:id', { audience: 'team', summary: 'One job.', params: jobId, answer: job }),
  updateJob: op('PATCH', '/jobs/:id', { audience: 'team', summary: 'Change a job’s facts.', params: jobId, body: z.strictObject(facts).partial(), answer: job }),
  getJobProcess: op('GET', '/jobs/:id/process', { audience: 'team', summary: 'The draft process of a job.', params: jobId, answer: jobProcess }),
  updateJobProcess: op('PUT', '/jobs/:id/process', {
    audience: 'team',
    summary: 'Replace the draft process of a job.',
    params: jobId,
    body: z.strictObject({ process: hiringProcess, revision: z.number().int() }),
    answer: jobProcess,
    problems: ['process_changed_meanwhile'],
  }),
  importJobProcess: op('PUT', '/jobs/:id/process.yaml', {
    audience: 'team',
    summary: 'Replace the draft process with a YAML file.',
    params: jobId,
    body: z.strictObject({ yaml: z.string().max(262_144, 'A process file has at most 256 kB') }),
    answer: z.strictObject({ job_process: jobProcess.nullable(), mistakes: z.array(processMistake) }),
  }),
  exportJobProcess: op('GET', '/jobs/:id/process.yaml', { audience: 'team', summary: 'The draft process as a YAML file.', params: jobId, answer: fileAnswer, file: 'application/yaml' }),
  getHiringTeam: op('GET', '/jobs/:id/hiring-team', { audience: 'team', summary: 'Who reviews and interviews for a job.', params: jobId, answer: hiringTeam }),
  setHiringTeam: op('PUT', '/jobs/:id/hiring-team', { audience: 'team', summary: 'Choose the job’s hiring manager, reviewers and interviewers.', params: jobId, body: hiringTeam, answer: hiringTeam }),
  publishJob: op('POST', '/jobs/:id/publication', {
    audience: 'team',
    summary: 'Freeze the draft process as the next version and open the job (or put the new version in force).',
    params: jobId,
    answer: job,
    problems: ['pay_range_missing', 'reviewers_missing', 'interviewers_missing', 'provider_not_configured', 'starter_unknown', 'starter_not_ready'],
  }),
  closeJob: op('DELETE', '/jobs/:id/publication', { audience: 'team', summary: 'Close a job to new applications; the ones under way go on.', params: jobId, answer: job, problems: ['job_not_published'] }),
}
