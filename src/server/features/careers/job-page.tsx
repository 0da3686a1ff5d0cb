import type { PublicJob } from '#contract/careers.ts'
import { Button } from '#server/platform/http/html/form.tsx'
import { page } from '#server/platform/http/html/layout.tsx'
import { Badge, Facts, JsonLd, Markdown, Note, Time } from '#server/platform/http/html/parts.tsx'
import { payOf } from './describe-stage.ts'
import { jobPosting } from './job-posting.ts'
import { EMPLOYMENT, payWords } from './job-words.ts'
import { ProcessView, RubricView } from './process-view.tsx'

export interface ShownJob {
  organization: { slug: string; name: string; website: string }
  job: PublicJob
}

/** A published job: pay, stages and what each asks and promises, and the rubric, before anybody applies. */
export function jobPage({ organization, job }: ShownJob, o: { publicUrl: string; signedInAs: string | null }): string {
  const address = `/careers/${organization.slug}/${job.slug}`
  const apply = job.open ? <Button href={`${address}/apply`}>Apply for this job</Button> : null
  return page({
    title: `${job.title} at ${organization.name}`,
    organization,
    signedInAs: o.signedInAs,
    description: [job.title, job.location, payWords(job.pay_range)].filter(Boolean).join(' · '),
    head: job.open ? <JsonLd data={jobPosting(organization, job, `${o.publicUrl}${address}`)} /> : null,
    children: (
      <>
        <p class="eyebrow">
          <a href={`/careers/${organization.slug}`}>{organization.name}</a>
        </p>
        <h1>{job.title}</h1>
        <PaidBadges stages={job.process.stages} />
        {job.open ? (
          <p>{apply}</p>
        ) : (
          <Note look="warn">
            <p>
              <strong>This job is closed.</strong> It takes no applications any more; those under way go on.
            </p>
          </Note>
        )}
        <Facts
          items={[
            ['Pay', payWords(job.pay_range)],
            ['Place', job.location],
            ['Kind', EMPLOYMENT[job.employment_type]],
            ['From first to last stage', job.process.timeline],
            ['Your effort', job.process.candidate_effort],
            ['Published', <Time at={job.opened_at} only="date" />],
          ]}
        />
        {job.description ? (
          <>
            <h2>The job</h2>
            <Markdown text={job.description} />
          </>
        ) : null}
        <h2>How we hire for it</h2>
        <p>Everybody goes through these stages, in this order. They stay as they are for you from the moment you apply.</p>
        <ProcessView process={job.process} />
        {job.rubric ? (
          <>
            <h2 id="rubric">What we score</h2>
            <p>This is the whole rubric. Reviewers score against it and nothing else.</p>
            <RubricView rubric={job.rubric} />
          </>
        ) : null}
        {apply ? <p>{apply}</p> : null}
      </>
    ),
  })
}

function PaidBadges({ stages }: { stages: PublicJob['process']['stages'] }) {
  const paid = stages.filter((s) => s.payout)
  if (paid.length === 0) return null
  return (
    <p class="row">
      {paid.map((s) => (
        <Badge>
          {s.name}: {payOf(s)}
        </Badge>
      ))}
    </p>
  )
}
