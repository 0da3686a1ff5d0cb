import type { Rubric } from '#contract/process.ts'

/** Every criterion with all its levels in words, open to read: what the work is scored by, and nothing else. */
export function RubricView({ rubric, sha256 }: { rubric: Rubric; sha256: string }) {
  return (
    <>
      {rubric.criteria.map((c) => (
        <section class="card">
          <h3>
            {c.name} <span class="soft">({c.weight} %)</span>
          </h3>
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
        </section>
      ))}
      <p class="small soft">
        Fingerprint of this rubric (SHA-256): <code>{sha256}</code>. Your receipt names the same one: nobody can change the rubric afterwards unnoticed.
      </p>
    </>
  )
}
