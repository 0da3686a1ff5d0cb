import type { PortalAssignment } from '#contract/assignments.ts'
import { formatDuration } from '#contract/duration.ts'
import { Button, Form } from '#server/platform/http/html/form.tsx'
import { Announcement, Copyable, Countdown, Facts, Live, Markdown, Note, Offline, ServerClock, Time } from '#server/platform/http/html/parts.tsx'
import { Refused } from './application-page.tsx'
import { type AssignmentPage, Pay, Rules } from './assignment-page.tsx'
import { Deadline, portalPage } from './frame.tsx'
import { HostedRepository } from './hosting-view.tsx'
import { PushLog } from './push-log.tsx'
import { RubricView } from './rubric-view.tsx'
import { WithoutGit } from './without-git.tsx'

/** While the clock runs: how long is left, how to push, and what would be handed in now. */
export function clockPage(p: AssignmentPage): string {
  const a = p.assignment
  return portalPage({
    title: a.title,
    email: p.email,
    applicationId: a.application_id,
    head: (
      <noscript>
        <meta http-equiv="refresh" content="30" />
      </noscript>
    ),
    children: (
      <>
        <h1>{a.title}</h1>
        <Refused message={p.refused} />
        <Offline>
          <p>You are offline. The time left goes on; what we have received is shown as it was when we last spoke. A push that begins before the deadline counts.</p>
        </Offline>
        <Clock assignment={a} />
        <HandIn assignment={a} />
        <Repository assignment={a} />
        <WithoutGit assignment={a} />
        <Extensions assignment={a} />
        <Help assignment={a} />
        <Live name="pushes" state={stateOf(a)}>
          <PushLog pushes={a.pushes} on={a.hosting.provider} />
        </Live>
        <h2>The task</h2>
        <Markdown text={a.task} />
        <h2>How it is scored</h2>
        <RubricView rubric={a.rubric} sha256={a.rubric_sha256} />
        <Rules assignment={a} />
      </>
    ),
  })
}

/** What, when it changes, changes more than the push log: the deadline, or that it was handed in or undone. */
const stateOf = (a: PortalAssignment) => [a.state, a.deadline_at, a.can_undo_until, a.can_submit].join(' ')

function Clock({ assignment: a }: { assignment: PortalAssignment }) {
  if (!a.deadline_at) return null
  const over = a.server_time >= a.deadline_at
  return (
    <section class="card">
      <h2>{over ? 'The clock has ended' : 'Time left'}</h2>
      {over ? (
        <p>{a.hosting.provider === 'built-in' ? 'What you pushed is being sealed. This takes a minute at most; then your receipt is here.' : 'A minute after the deadline we ask GitHub which pushes were in time, and seal the newest. Then your receipt is here.'}</p>
      ) : (
        <p>
          <Countdown until={a.deadline_at} now={a.server_time} over="The clock has ended" reload big inTitle began={a.started_at ?? undefined} />
        </p>
      )}
      <Announcement />
      <Facts
        items={[
          ['Deadline', <Deadline at={a.deadline_at} />],
          ['Started', a.started_at ? <Time at={a.started_at} /> : null],
          ['Our server’s clock', <ServerClock at={a.server_time} />],
          ['For your calendar', <a href={`/api/v1/portal/assignments/${a.id}/deadline.ics`}>The deadline as a calendar file</a>],
          ['Pay', a.pay || a.pay_promise ? <Pay assignment={a} /> : null],
        ]}
      />
    </section>
  )
}

const path = (a: PortalAssignment, act: string) => `/portal/applications/${a.application_id}/assignment/${act}`

function HandIn({ assignment: a }: { assignment: PortalAssignment }) {
  return (
    <section class="card">
      <h2>{a.can_undo_until ? 'You have submitted' : 'What would be submitted now'}</h2>
      <Live name="handed-in" state={stateOf(a)}>
        <WouldSubmit assignment={a} />
      </Live>
      {a.can_undo_until ? <Undo assignment={a} until={a.can_undo_until} /> : null}
      {a.can_submit ? <Submit assignment={a} /> : null}
      <p class="small">
        <a href={`/portal/applications/${a.application_id}/assignment`}>Check again</a>
      </p>
    </section>
  )
}

function WouldSubmit({ assignment: a }: { assignment: PortalAssignment }) {
  const last = a.last_push
  if (!last)
    return (
      <>
        <Elsewhere pushes={a.pushes} />
        <p>We have received no push to main yet. Until then, the starter as you got it is what we have{a.would_submit ? <Commit sha={a.would_submit} /> : null}.</p>
      </>
    )
  return (
    <>
      <Elsewhere pushes={a.pushes} />
      <p>
        <strong>{last.subject || 'A commit without a message'}</strong>, on {last.branch}
        <Commit sha={a.would_submit ?? last.commit} />.
      </p>
      <p>
        Last push received: <Time at={last.received_at} />.
      </p>
    </>
  )
}

/** The newest push is what somebody believes will be handed in; where it is not, they must be told while there is time. */
function Elsewhere({ pushes }: { pushes: PortalAssignment['pushes'] }) {
  const stored = pushes.filter((p) => p.state === 'applied')
  const newest = stored[0]
  // One push may carry main and a tag beside it.
  if (!newest || stored.some((p) => p.counts && p.received_at === newest.received_at)) return null
  return (
    <Note look="warn">
      <p>
        <strong>Your newest push went to {newest.branch}, which is not submitted.</strong> Only main is. To hand that work in, push it there: <code>git push origin HEAD:main</code>
      </p>
    </Note>
  )
}

function Commit({ sha }: { sha: string }) {
  return (
    <>
      {' '}
      (<code>{sha.slice(0, 12)}</code>)
    </>
  )
}

function Submit({ assignment: a }: { assignment: PortalAssignment }) {
  return (
    <>
      <p>You need not do anything: at the deadline this is handed in by itself. If you are done earlier, submit now. You can undo it for ten minutes, or until the deadline if that is sooner.</p>
      <Form action={path(a, 'submission')}>
        <Button look="quiet">Submit now</Button>
      </Form>
    </>
  )
}

function Undo({ assignment: a, until }: { assignment: PortalAssignment; until: string }) {
  return (
    <>
      <p>
        You can take it back until <Deadline at={until} />; time left: <Countdown until={until} now={a.server_time} over="over" reload />. Pushes sent after you submitted do not count unless you undo.
      </p>
      <Form action={path(a, 'undo')}>
        <Button look="quiet">Undo</Button>
      </Form>
    </>
  )
}

function Repository({ assignment: a }: { assignment: PortalAssignment }) {
  if (!a.clone_url) return null
  if (a.hosting.provider !== 'built-in') return <HostedRepository assignment={a} />
  return (
    <section>
      <h2>Your repository</h2>
      <FoundToken assignment={a} />
      <p>It is private, and holds the starter:</p>
      <Copyable text={`git clone ${a.clone_url} take-home`} />
      <p>Git asks for a token in place of a password. A new one makes the one before stop working, so get it where you need it.</p>
      <Form action={path(a, 'git-token')}>
        <Button>Get a git token</Button>
      </Form>
    </section>
  )
}

function FoundToken({ assignment: a }: { assignment: PortalAssignment }) {
  if (!a.token_found) return null
  const { works_until } = a.token_found
  return (
    <Note look="warn">
      {works_until && works_until > a.server_time ? (
        <p>
          <strong>Your git token was in one of your pushes.</strong> It goes on working until <Deadline at={works_until} />, so push as before. It ends then; whoever reads your work could read it, too.
        </p>
      ) : (
        <p>
          <strong>Your git token was in one of your pushes, so it has been turned off.</strong> Whoever reads your work could read it, too. Everything you pushed is safe: get a new token here to go on.
        </p>
      )}
    </Note>
  )
}

function Help({ assignment: { help } }: { assignment: PortalAssignment }) {
  if (!help.contact) return null
  return (
    <section>
      <h2>If something goes wrong</h2>
      <p>
        Write to {help.contact.includes('@') ? <a href={`mailto:${help.contact}`}>{help.contact}</a> : help.contact}.{' '}
        {help.within ? `Somebody answers within ${help.within}. ` : ''}If the fault is ours, time can be added to your clock; what you have pushed is safe meanwhile.
      </p>
    </section>
  )
}

function Extensions({ assignment: a }: { assignment: PortalAssignment }) {
  if (a.extensions.length === 0) return null
  return (
    <Note>
      <p>
        <strong>You were given more time.</strong> The deadline above has it in.
      </p>
      <ul>
        {a.extensions.map((e) => (
          <li>
            {formatDuration(`PT${e.seconds}S`)}: {e.reason} (<Time at={e.at} />)
          </li>
        ))}
      </ul>
    </Note>
  )
}
