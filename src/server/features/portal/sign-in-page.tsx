import { Button, ErrorSummary, Field, Form } from '#server/platform/http/html/form.tsx'
import { page } from '#server/platform/http/html/layout.tsx'
import type { FieldErrors } from '#server/platform/http/html/words.ts'

export interface SignInPage {
  email: string
  audience: 'portal' | 'team'
  /** Where to go afterwards. */
  next: string | null
  errors: FieldErrors
}

/** Asks for an address. Opened from a mail's link, the script shows a button instead: looking never signs anybody in. */
export function signInPage(p: SignInPage): string {
  const portal = p.audience === 'portal'
  return page({
    title: 'Sign in',
    privatePage: true,
    children: (
      <>
        <h1>Sign in</h1>
        <LinkArrived {...p} />
        <section data-sign-in-ask="">
          <p class="lead">{portal ? 'There is no password. Write the address you applied with, and we mail you a link and a six-digit code.' : 'Write your address, and we mail you a link and a six-digit code.'}</p>
          <ErrorSummary errors={p.errors} labels={{ email: 'Email' }} />
          <Form action="/sign-in">
            <Hidden {...p} />
            <Field name="email" label="Email" kind="email" value={p.email} error={p.errors['email']} autocomplete="email" required />
            <Button>Send me a sign-in link</Button>
          </Form>
          <p class="small soft">
            <a href={codeAddress(p)}>I have a code already</a>
          </p>
        </section>
        <noscript>
          <p>
            Came here by the link in a mail? Without JavaScript, <a href="/sign-in/code">type the six-digit code of the same mail</a> instead.
          </p>
        </noscript>
      </>
    ),
  })
}

/** Shown by the script when the address ends in a token. The code form waits for a link opened in another browser. */
function LinkArrived(p: SignInPage) {
  return (
    <>
      <section data-sign-in="" data-next={p.next ?? '/portal'} hidden>
        <p class="lead">One more step: press the button, and you are signed in on this device.</p>
        <p>
          <button type="button">Sign in</button>
        </p>
      </section>
      <p class="error" data-sign-in-error="" role="alert"></p>
      <section data-sign-in-code="" hidden>
        <p class="lead">This link was asked for in another browser. Type the six-digit code of the same mail here.</p>
        <CodeForm {...p} scope="link-" />
      </section>
    </>
  )
}

/** After a mail was asked for: the address and the code of it. */
export function codePage(p: SignInPage & { sent: boolean }): string {
  return page({
    title: 'Type your code',
    privatePage: true,
    children: (
      <>
        <h1>{p.sent ? 'Look into your inbox' : 'Type your code'}</h1>
        <p class="lead">
          {p.sent ? `If ${p.email || 'your address'} is known here, a mail is on its way. ` : ''}
          Open its link in this browser, or type its six-digit code here. Both work once, for ten minutes.
        </p>
        <ErrorSummary errors={p.errors} labels={{ email: 'Email', code: 'Code' }} />
        <CodeForm {...p} />
        <p class="small soft">
          Nothing after a few minutes? Look into the spam folder, or <a href={`/sign-in?${query(p)}`}>ask for another mail</a>.
        </p>
      </>
    ),
  })
}

function CodeForm(p: SignInPage & { scope?: string }) {
  return (
    <Form action="/sign-in/code">
      <Hidden {...p} />
      <Field name={p.scope ? `${p.scope}email` : 'email'} label="Email" kind="email" value={p.email} error={p.errors['email']} autocomplete="email" required />
      <Field name={p.scope ? `${p.scope}code` : 'code'} label="Six-digit code" inputmode="numeric" autocomplete="one-time-code" error={p.errors['code']} maxlength={12} required />
      <Button>Sign in</Button>
    </Form>
  )
}

function Hidden(p: SignInPage) {
  return (
    <>
      <input type="hidden" name="audience" value={p.audience} />
      {p.next ? <input type="hidden" name="next" value={p.next} /> : null}
    </>
  )
}

/** The address of the page for the code. */
export function codeAddress(p: { email: string; audience: 'portal' | 'team'; next: string | null; sent?: boolean }): string {
  return `/sign-in/code?${query(p)}${p.sent ? '&sent=yes' : ''}`
}

function query(p: { email: string; audience: string; next: string | null }): string {
  return new URLSearchParams({ ...(p.email ? { email: p.email } : {}), audience: p.audience, ...(p.next ? { next: p.next } : {}) }).toString()
}
