import type { PortalAssignment, Receipt } from '#contract/assignments.ts'
import { formatMoney } from '#contract/money.ts'
import { Button, Form } from '#server/platform/http/html/form.tsx'
import { Copyable, Facts, Note, Time } from '#server/platform/http/html/parts.tsx'
import { Refused } from './application-page.tsx'
import type { AssignmentPage } from './assignment-page.tsx'
import { EditorHelp } from './editor-help.tsx'
import { Deadline, portalPage } from './frame.tsx'
import { PushLog } from './push-log.tsx'
import { RubricView } from './rubric-view.tsx'

/** After the clock: the sealed receipt, for keeping. */
export function receiptPage(p: AssignmentPage & { receipt: Receipt }): string {
  const { assignment: a, receipt: r } = p
  return portalPage({
    title: a.title,
    email: p.email,
    applicationId: a.application_id,
    children: (
      <>
        <h1>{r.empty ? 'Your clock has ended' : 'Your work is submitted and sealed'}</h1>
        <Refused message={p.refused} />
        <p class="lead">{r.empty ? 'No push reached us before the deadline.' : 'Thank you. Nobody can change it now, neither you nor the team.'}</p>
        {a.can_undo_until ? <StillOpen assignment={a} until={a.can_undo_until} /> : null}
        <ReceiptFacts receipt={r} />
        <p>
          <Button href={`/api/v1/portal/assignments/${a.id}/receipt.json`} look="quiet">
            Download the receipt (JSON)
          </Button>
        </p>
        <PushLog pushes={a.pushes} on={a.hosting.provider} />
        <h2>How it is scored</h2>
        <RubricView rubric={a.rubric} sha256={a.rubric_sha256} />
      </>
    ),
  })
}

function StillOpen({ assignment: a, until }: { assignment: PortalAssignment; until: string }) {
  return (
    <Note>
      <p>
        You can take it back until <Deadline at={until} />.
      </p>
      <Form action={`/portal/applications/${a.application_id}/assignment/undo`}>
        <Button look="quiet">Undo</Button>
      </Form>
    </Note>
  )
}

function ReceiptFacts({ receipt: r }: { receipt: Receipt }) {
  return (
    <>
      <h2>Your receipt</h2>
      <Facts
        items={[
          ['Commit', <code>{r.commit}</code>],
          ['Tree', <code>{r.tree}</code>],
          ['Content (SHA-256)', <code>{r.content_sha256}</code>],
          ['Rubric (SHA-256)', <code>{r.rubric_sha256}</code>],
          ['Process version', String(r.process_version)],
          ['Started', <Time at={r.started_at} />],
          ['Deadline', <Deadline at={r.deadline_at} />],
          ['Last push received', r.received_at ? <Deadline at={r.received_at} /> : 'None'],
          ['Sealed', <Deadline at={r.sealed_at} />],
          ['Handed in', r.source === 'candidate' ? 'By you, before the deadline' : 'By itself, at the deadline'],
          ['Pay', r.pay ? `${formatMoney(r.pay)} is yours, whatever comes of the application` : null],
        ]}
      />
    </>
  )
}

/** The one look at a git token. */
export function tokenPage(p: { email: string | null; applicationId: string; token: { token: string; clone_url: string; username: string; command: string } }): string {
  const t = p.token
  return portalPage({
    title: 'Your git token',
    email: p.email,
    applicationId: p.applicationId,
    children: (
      <>
        <h1>Your git token</h1>
        <Note look="warn">
          <p>It is shown only here and only now. Any token before it has stopped working; get another whenever you need one.</p>
        </Note>
        <h2>Clone with one command</h2>
        <Copyable text={t.command} />
        <h2>In a copy you have already</h2>
        <Copyable text={`git remote set-url origin ${t.clone_url.replace('://', `://${t.username}:${t.token}@`)}`} />
        <h2>Or type it when git asks</h2>
        <p>Address</p>
        <Copyable text={t.clone_url} />
        <p>User name</p>
        <Copyable text={t.username} />
        <p>Token, in place of a password</p>
        <Copyable text={t.token} />
        <EditorHelp />
        <p>
          <Button href={`/portal/applications/${p.applicationId}/assignment`}>Back to the clock</Button>
        </p>
      </>
    ),
  })
}
