import type { PublicJob } from '#contract/careers.ts'
import type { HiringProcess } from '#contract/process.ts'
import type { PublishedJob } from '#server/features/jobs/index.ts'

/** A job in a list. */
export function presentListed(job: PublishedJob): Omit<PublicJob, 'process' | 'rubric'> {
  return {
    slug: job.slug,
    title: job.title,
    location: job.location,
    employment_type: job.employmentType,
    pay_range: job.payRange,
    description: job.description,
    opened_at: job.openedAt.toISOString(),
    open: job.state === 'open',
    process_version: job.published.version,
  }
}

export function presentPublic(job: PublishedJob): PublicJob {
  const { process } = job.published
  const assignment = process.stages.find((s) => s.type === 'code_assignment')
  return { ...presentListed(job), process: forCandidates(process), rubric: assignment?.config.rubric ?? null }
}

/** The interviewer's prepared questions stay the interviewer's; everything else is the candidate's to know. */
function forCandidates(process: HiringProcess): HiringProcess {
  const stages = process.stages.map((s) => (s.type === 'live_interview' ? { ...s, config: { ...s.config, standing_questions: [] } } : s))
  return { ...process, stages }
}
