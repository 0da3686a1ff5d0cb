import type { PortalAssignment } from '#contract/assignments.ts'
import { Field } from '#server/platform/http/html/form.tsx'
import { Copyable, Note } from '#server/platform/http/html/parts.tsx'

/** What is different where somebody else keeps the repository. Nothing for our own server. */
export function HostingLimits({ assignment: a }: { assignment: PortalAssignment }) {
  if (a.hosting.limits.length === 0) return null
  return (
    <Note>
      <p>
        <strong>The repository of this take-home is on GitHub.</strong> What that means for you:
      </p>
      <ul>
        {a.hosting.limits.map((limit) => (
          <li>{limit}</li>
        ))}
      </ul>
    </Note>
  )
}

/** Whom to let in; asked with the start, because the clock starts with the invitation. */
export function AccountField({ assignment: a }: { assignment: PortalAssignment }) {
  if (a.hosting.provider === 'built-in') return null
  return <Field name="provider_login" label="Your account on GitHub" help="Its name, as on your profile page there. Your repository is made, you are invited to it, and then the clock starts." value={a.hosting.login ?? ''} required autocomplete="off" maxlength={39} />
}

/** How to get in, in place of a token of ours. */
export function HostedRepository({ assignment: a }: { assignment: PortalAssignment }) {
  const { invitation_url: invitation, url, login } = a.hosting
  return (
    <section>
      <h2>Your repository</h2>
      <p>
        It is private, on GitHub, and holds the starter. {login ? <>You were invited as <strong>{login}</strong>. </> : null}
        {invitation ? (
          <>
            <a href={invitation}>Accept the invitation</a> first; then clone it with your account there.
          </>
        ) : url ? (
          <a href={url}>See it on GitHub</a>
        ) : null}
      </p>
      {a.clone_url ? <Copyable text={a.clone_url} /> : null}
      <HostingLimits assignment={a} />
    </section>
  )
}
