import type { PortalAssignment } from '#contract/assignments.ts'
import type { Practice } from '#contract/practice.ts'
import { Button, Form } from '#server/platform/http/html/form.tsx'
import { Copyable, Live, Note, Time } from '#server/platform/http/html/parts.tsx'
import { Refused } from './application-page.tsx'
import { EditorHelp } from './editor-help.tsx'
import { portalPage } from './frame.tsx'

const path = (applicationId: string) => `/portal/applications/${applicationId}/assignment/practice`

/** On the page before the start: a way to try git while no clock runs. */
export function PractiseFirst({ assignment: a }: { assignment: PortalAssignment }) {
  if (a.hosting.provider !== 'built-in' || a.state !== 'offered') return null
  return (
    <section>
      <h2>Try git first</h2>
      <p>You can try git, a token and a push in a repository of your own that has nothing to do with the task. No clock runs, nothing counts, and nobody looks at it.</p>
      <p>
        <Button href={path(a.application_id)} look="quiet">
          Practise
        </Button>
      </p>
    </section>
  )
}

export interface PracticePage {
  email: string | null
  applicationId: string
  practice: Practice
  /** Right after it was asked for: the one look at the token. */
  token?: { token: string; username: string; clone_url: string; commands: string[] }
  refused?: string
}

export function practicePage(p: PracticePage): string {
  return portalPage({
    title: 'Practise',
    email: p.email,
    applicationId: p.applicationId,
    children: (
      <>
        <h1>Practise with git</h1>
        <Refused message={p.refused} />
        <p class="lead">Nothing here is part of your take-home, and no clock runs.</p>
        {p.practice.state === 'closed' ? <p>There is nothing to practise for any more.</p> : <Open {...p} />}
        <p>
          <Button href={`/portal/applications/${p.applicationId}/assignment`} look="quiet">
            Back to the take-home
          </Button>
        </p>
      </>
    ),
  })
}

function Open(p: PracticePage) {
  return (
    <>
      {p.token ? <Commands token={p.token} /> : <AskForToken page={p} />}
      {p.practice.state === 'open' ? (
        <section class="card">
          <h2>What has worked</h2>
          <Live name="practice" state="open">
            <CheckList practice={p.practice} />
          </Live>
          <p class="small">
            <a href={path(p.applicationId)}>Check again</a>
          </p>
        </section>
      ) : null}
      <Help />
    </>
  )
}

function AskForToken({ page: p }: { page: PracticePage }) {
  const again = p.practice.state === 'open'
  return (
    <>
      <p>{again ? 'Your practice repository is there. A token is shown only once; get a new one to see the commands again. The one before stops working.' : 'Get a repository with a few words in it, a token, and three commands to copy.'}</p>
      <Form action={path(p.applicationId)}>
        <Button>{again ? 'Get a new token' : 'Get a practice repository'}</Button>
      </Form>
    </>
  )
}

function Commands({ token: t }: { token: NonNullable<PracticePage['token']> }) {
  return (
    <>
      <h2>Three commands</h2>
      <p>In a terminal, one after the other. They clone, make a commit, and push it.</p>
      {t.commands.map((command) => (
        <Copyable text={command} />
      ))}
      <details>
        <summary>Or in an editor, by address and token</summary>
        <p>Address</p>
        <Copyable text={t.clone_url} />
        <p>User name</p>
        <Copyable text={t.username} />
        <p>Token, in place of a password. It is shown only here and only now.</p>
        <Copyable text={t.token} />
        <EditorHelp />
      </details>
    </>
  )
}

function CheckList({ practice: p }: { practice: Practice }) {
  const pushed = p.pushes.find((push) => push.state === 'applied')
  const refused = p.pushes[0]?.state === 'refused' ? p.pushes[0] : null
  return (
    <>
      <ul>
        <li>{p.cloned_at ? <Done word="Cloned" at={p.cloned_at} /> : 'Not cloned yet.'}</li>
        <li>
          {pushed ? (
            <>
              <strong>Pushed ✓</strong> <code>{(pushed.commit ?? '').slice(0, 7)}</code> on {pushed.branch}, received at <Time at={pushed.received_at} />
            </>
          ) : (
            'No push has arrived yet.'
          )}
        </li>
      </ul>
      {refused ? (
        <Note look="warn">
          <p>
            Your last push was refused: {refused.reason} (<Time at={refused.received_at} />)
          </p>
        </Note>
      ) : null}
    </>
  )
}

function Done({ word, at }: { word: string; at: string }) {
  return (
    <>
      <strong>{word} ✓</strong> at <Time at={at} />
    </>
  )
}

function Help() {
  return (
    <>
      <h2>If something does not work</h2>
      <h3>git asks for a password, or says “Authentication failed”</h3>
      <p>The token is the password; any user name will do. Get a new one above, and clone anew with it. If your computer has kept an old one, remove it from its password store.</p>
      <h3>“Please tell me who you are”</h3>
      <p>
        git wants a name for commits: <code>git config --global user.name "Your Name"</code>, and <code>user.email</code> in the same way.
      </p>
      <h3>“could not resolve host”, “timed out”</h3>
      <p>Your network lets no git through. Try another one. If none does, you can download the project and upload a zip during the take-home instead.</p>
      <h3>“remote rejected”</h3>
      <p>The lines that begin with “remote:” say why, and how to put it right: large files, Git LFS, submodules and too many files are not taken.</p>
    </>
  )
}
