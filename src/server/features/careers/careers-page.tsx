import type { AnswerOf } from '#contract/operation.ts'
import type { careersOps } from '#contract/careers.ts'
import { page } from '#server/platform/http/html/layout.tsx'
import { Markdown } from '#server/platform/http/html/parts.tsx'
import { EMPLOYMENT, payWords } from './job-words.ts'

/** An organization and its open jobs. */
export function careersPage({ organization, jobs }: AnswerOf<typeof careersOps.getCareers>, signedInAs: string | null): string {
  return page({
    title: `Jobs at ${organization.name}`,
    organization,
    signedInAs,
    description: `Open jobs at ${organization.name}, with pay, stages and how work is scored.`,
    children: (
      <>
        <h1>Jobs at {organization.name}</h1>
        {organization.about ? <Markdown text={organization.about} /> : null}
        {/^https?:\/\//.test(organization.website) ? (
          <p>
            <a href={organization.website} rel="nofollow noopener">
              {organization.website.replace(/^https?:\/\//, '')}
            </a>
          </p>
        ) : null}
        <h2>Open now</h2>
        {jobs.length === 0 ? <p>There is no open job at the moment.</p> : null}
        <ul class="cards">
          {jobs.map((job) => (
            <li class="card">
              <h3>
                <a href={`/careers/${organization.slug}/${job.slug}`}>{job.title}</a>
              </h3>
              <p>{payWords(job.pay_range)}</p>
              <p class="small soft">{[job.location, EMPLOYMENT[job.employment_type]].filter(Boolean).join(' · ')}</p>
            </li>
          ))}
        </ul>
      </>
    ),
  })
}
