import type { HiringTeam, Job, JobProcess, PayRange } from '#contract/jobs.ts'
import type { HiringProcess, StageOf } from '#contract/process.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import { interviewersMissing, payRangeMissing, poolTooSmall, reviewersMissing } from './errors.ts'

/** A published process, frozen. */
export interface ProcessVersion {
  id: string
  version: number
  process: HiringProcess
  sha256: string
  publishedAt: Date
}

/** A job with its draft process and the version in force. */
export interface LoadedJob {
  id: string
  orgId: string
  organization: { name: string; slug: string; about: string; website: string }
  slug: string
  state: Job['state']
  title: string
  location: string
  employmentType: Job['employment_type']
  payRange: PayRange | null
  description: string
  templateSlug: string | null
  draft: HiringProcess
  revision: number
  hiringManager: string | null
  createdAt: Date
  openedAt: Date | null
  published: ProcessVersion | null
  /** The version in force; the draft while nothing is published. */
  process: HiringProcess
}

/** What names a process for ever: the same process always has the same hash. */
export function processHash(process: HiringProcess): string {
  return sha256Hex(canonicalJson(process))
}

/** Whether publishing would freeze a new version. */
export function hasUnpublishedChanges(job: Pick<LoadedJob, 'draft' | 'published'>): boolean {
  return job.published !== null && job.published.sha256 !== processHash(job.draft)
}

/**
 * @param addresses of all members of the company, of whom a stage may name its own pool
 * @throws Refusal naming what a candidate or the process would miss
 */
export function assertPublishable(job: Pick<LoadedJob, 'draft' | 'payRange'>, team: HiringTeam, addresses: ReadonlySet<string>): void {
  if (!job.payRange) throw payRangeMissing()
  for (const stage of job.draft.stages) {
    if (stage.type === 'team_review') assertEnough(stage.config, team, addresses)
    if (stage.type === 'live_interview' && team.interviewers.length < stage.config.interviewers) throw interviewersMissing()
  }
}

/** Reviewers are asked from the stage's own pool where it names one, else from the hiring team. */
function assertEnough({ reviewers, pool }: StageOf<'team_review'>['config'], team: HiringTeam, addresses: ReadonlySet<string>): void {
  const there = pool ? pool.filter((email) => addresses.has(email)).length : team.reviewers.length
  if (there < reviewers) throw pool ? poolTooSmall(reviewers, there) : reviewersMissing(reviewers, there)
}

export function presentJob(job: LoadedJob, counts: Job['counts'], publicUrl: string): Job {
  return {
    id: job.id,
    slug: job.slug,
    state: job.state,
    title: job.title,
    location: job.location,
    employment_type: job.employmentType,
    pay_range: job.payRange,
    description: job.description,
    template_slug: job.templateSlug,
    created_at: job.createdAt.toISOString(),
    opened_at: job.openedAt?.toISOString() ?? null,
    published_version: job.published?.version ?? null,
    has_unpublished_changes: hasUnpublishedChanges(job),
    public_url: `${publicUrl}/careers/${job.organization.slug}/${job.slug}`,
    counts,
  }
}

export function presentProcess(job: LoadedJob): JobProcess {
  return { process: job.draft, revision: job.revision, published_version: job.published?.version ?? null, sha256: processHash(job.draft) }
}
