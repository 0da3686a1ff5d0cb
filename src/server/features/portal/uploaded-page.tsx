import type { PortalAssignment, Push } from '#contract/assignments.ts'
import { Button } from '#server/platform/http/html/form.tsx'
import { Note, Time } from '#server/platform/http/html/parts.tsx'
import { Deadline, portalPage } from './frame.tsx'

/** What became of an upload. Opened again later, it says what is true then. */
export function uploadedPage({ email, assignment: a, push: p }: { email: string | null; assignment: PortalAssignment; push: Push }): string {
  return portalPage({
    title: 'Your upload',
    email,
    applicationId: a.application_id,
    children: (
      <>
        <h1>Your upload</h1>
        <p class="lead">
          Received <code>{p.commit.slice(0, 7)}</code>
          {p.upload ? `: ${changedFiles(p.upload)}` : ''}. {a.would_submit === p.commit ? 'It is what would be submitted now.' : 'It is not what would be submitted now: see the list of pushes.'}
        </p>
        <p>
          It began to arrive <Time at={p.received_at} />.{a.deadline_at ? <Until at={a.deadline_at} /> : null}
        </p>
        <Details upload={p.upload} />
        <p>
          <Button href={`/portal/applications/${a.application_id}/assignment`}>Back to the clock</Button>
        </p>
      </>
    ),
  })
}

function Until({ at }: { at: string }) {
  return (
    <>
      {' '}
      You can upload and push until <Deadline at={at} />.
    </>
  )
}

/** `14 files changed` */
function changedFiles(u: NonNullable<Push['upload']>): string {
  const n = u.added + u.modified + u.removed
  return n === 1 ? '1 file changed' : `${n} files changed`
}

function Details({ upload: u }: { upload: Push['upload'] }) {
  if (!u) return null
  return (
    <>
      <p>
        {u.added} added, {u.modified} changed, {u.removed} removed.
      </p>
      {u.removed > 0 ? (
        <Note look="warn">
          <p>Files that are not in a zip are removed from main. If that was not meant, upload the whole project again; nothing is lost meanwhile.</p>
        </Note>
      ) : null}
      {u.left_out.length > 0 ? <p>Left out, because it is not part of the work: {u.left_out.join(', ')}.</p> : null}
    </>
  )
}
