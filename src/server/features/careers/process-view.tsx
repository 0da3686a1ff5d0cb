import type { HiringProcess, Rubric, Stage } from '#contract/process.ts'
import { Badge, Markdown, Timeline } from '#server/platform/http/html/parts.tsx'
import { STAGE_KINDS, payOf, stageFacts } from './describe-stage.ts'

/** The stages in order: what each is, asks, pays and promises. */
export function ProcessView({ process }: { process: HiringProcess }) {
  return <Timeline steps={process.stages.map((stage) => ({ name: stage.name, kind: STAGE_KINDS[stage.type], badges: <Paid stage={stage} />, children: <StageBody stage={stage} /> }))} />
}

function Paid({ stage }: { stage: Stage }) {
  const pay = payOf(stage)
  return pay ? <Badge>{pay}</Badge> : null
}

function StageBody({ stage }: { stage: Stage }) {
  return (
    <>
      {stage.candidate_description ? <Markdown text={stage.candidate_description} /> : null}
      <p class="small soft">{stageFacts(stage).join(' · ')}</p>
      {stage.promise ? (
        <p>
          <strong>Our promise:</strong> {stage.promise}
        </p>
      ) : null}
    </>
  )
}

/** Every criterion with all five levels in words: what is scored, before anybody starts. */
export function RubricView({ rubric }: { rubric: Rubric }) {
  return (
    <>
      {rubric.criteria.map((c) => (
        <details>
          <summary>
            <span>
              {c.name} <span class="soft">({c.weight} %)</span>
            </span>
          </summary>
          {c.description ? <p>{c.description}</p> : null}
          <ol class="levels">
            {c.levels.map((l) => (
              <li>
                <strong>
                  {l.level}. {l.name}
                </strong>
                <br />
                {l.description}
              </li>
            ))}
          </ol>
        </details>
      ))}
    </>
  )
}

/** The rubric a process scores its assignment against. */
export function rubricOf(process: HiringProcess): Rubric | null {
  const assignment = process.stages.find((s) => s.type === 'code_assignment')
  return assignment?.config.rubric ?? null
}
