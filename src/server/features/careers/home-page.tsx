import { Button } from '#server/platform/http/html/form.tsx'
import { page } from '#server/platform/http/html/layout.tsx'
import { Note } from '#server/platform/http/html/parts.tsx'

/** The front page of a server: what this is, and where to go from here. */
export function homePage({ needsOwner }: { needsOwner: boolean }): string {
  return page({
    title: 'Handiwork',
    description: 'Hiring in the open: the same stages for everybody, paid work samples, a rubric published before anyone starts.',
    children: (
      <>
        <h1>Hire by the work, in the open</h1>
        <p class="lead">Every candidate goes through the same stages, on the clock, and is scored against a rubric they could read before they started.</p>
        {needsOwner ? (
          <Note look="warn">
            <p>
              <strong>This server waits for its first owner.</strong> Open the one-time link that was printed when it was started.
            </p>
          </Note>
        ) : null}
        <p class="row">
          <Button href="/templates">See the processes</Button>
          <Button href="/app" look="quiet">
            Sign in
          </Button>
        </p>
        <h2>How it works</h2>
        <ul>
          <li>A team takes a process from the gallery, makes it its own and publishes a job with its pay range.</li>
          <li>Candidates see all stages, what each one pays and how it is scored. They apply without an account.</li>
          <li>Work samples are done in a private git repository, within a fixed time that starts when the candidate chooses.</li>
          <li>Reviewers score alone; nobody sees a score before all of them are sealed. Everybody gets written feedback.</li>
        </ul>
        <h2>Are you a candidate?</h2>
        <p>
          Everything about your applications is in <a href="/portal">your portal</a>. You sign in with the address you applied with; there is no password.
        </p>
      </>
    ),
  })
}
