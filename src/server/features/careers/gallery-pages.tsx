import type { GalleryTemplate } from '#contract/jobs.ts'
import { Button } from '#server/platform/http/html/form.tsx'
import { page } from '#server/platform/http/html/layout.tsx'
import { Facts } from '#server/platform/http/html/parts.tsx'
import { count } from '#server/platform/http/html/words.ts'
import { ProcessView, RubricView, rubricOf } from './process-view.tsx'

export function galleryPage(templates: readonly GalleryTemplate[]): string {
  return page({
    title: 'Hiring processes',
    description: 'Hiring processes to take and change: every stage, what it asks, what it pays and how it is scored.',
    children: (
      <>
        <h1>Hiring processes to begin with</h1>
        <p class="lead">Each is a file you can read, change and share. Take one, make it yours, publish a job.</p>
        {templates.length === 0 ? <p>No template ships with this version.</p> : null}
        <ul class="cards">
          {templates.map(({ slug, process }) => (
            <li class="card">
              <h2>
                <a href={`/templates/${slug}`}>{process.name}</a>
              </h2>
              <p>{process.description}</p>
              <p class="small soft">{[count(process.stages.length, 'stage'), process.timeline, process.candidate_effort].filter(Boolean).join(' · ')}</p>
            </li>
          ))}
        </ul>
      </>
    ),
  })
}

export function templatePage({ slug, process }: GalleryTemplate): string {
  const rubric = rubricOf(process)
  const use = `/app/sign-up?template=${slug}`
  return page({
    title: process.name,
    description: process.description,
    children: (
      <>
        <p class="eyebrow">
          <a href="/templates">Hiring processes</a>
        </p>
        <h1>{process.name}</h1>
        <p class="lead">{process.description}</p>
        <p class="row">
          <Button href={use}>Use this template</Button>
          <Button href={`/api/v1/gallery/${slug}/process.yaml`} look="quiet">
            Download as YAML
          </Button>
        </p>
        {process.why_it_works.length > 0 ? (
          <>
            <h2>Why this works</h2>
            <ul>
              {process.why_it_works.map((reason) => (
                <li>{reason}</li>
              ))}
            </ul>
          </>
        ) : null}
        <Facts items={[['Best for', process.best_for], ['Timeline', process.timeline], ['Candidate effort', process.candidate_effort]]} />
        <h2>Process stages</h2>
        <p>Candidates move through {count(process.stages.length, 'stage')}, in this order:</p>
        <ProcessView process={process} />
        {rubric ? (
          <>
            <h2>What is scored</h2>
            <p>Candidates read this before they start. Reviewers score against it and nothing else.</p>
            <RubricView rubric={rubric} />
          </>
        ) : null}
        <h2>Ready to use it?</h2>
        <p>Every stage, question, amount and deadline can be changed before you publish.</p>
        <p>
          <Button href={use}>Use this template</Button>
        </p>
      </>
    ),
  })
}
