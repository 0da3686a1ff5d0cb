import type { PublicJob } from '#contract/careers.ts'
import type { FormField } from '#contract/process.ts'
import { Button, ErrorSummary, Field, type FieldProps, Form } from '#server/platform/http/html/form.tsx'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import { page } from '#server/platform/http/html/layout.tsx'
import { Note } from '#server/platform/http/html/parts.tsx'
import { type FieldErrors, count } from '#server/platform/http/html/words.ts'
import type { ApplicationForm } from './check-answers.ts'

export interface ApplyPage {
  organization: { name: string; slug: string }
  job: PublicJob
  values: FormValues
  errors: FieldErrors
  /** A résumé that arrived with an earlier try and is kept. */
  resume: { id: string; filename: string } | null
  signedInAs: string | null
}

/** The application form; with what was typed, and what has to be corrected, when it comes back. */
export function applyPage(p: ApplyPage): string {
  const failed = Object.keys(p.errors).length > 0
  const form = formOf(p.job)
  const labels = Object.fromEntries([...form.fields, ...form.questions].map((f) => [`answers.${f.id}`, f.label]))
  return page({
    title: `${failed ? 'To correct: ' : ''}Apply for ${p.job.title}`,
    organization: p.organization,
    signedInAs: p.signedInAs,
    children: (
      <>
        <p class="eyebrow">
          <a href={`/careers/${p.organization.slug}/${p.job.slug}`}>{p.job.title}</a>
        </p>
        <h1>Apply for {p.job.title}</h1>
        <ErrorSummary errors={p.errors} labels={{ name: 'Your name', email: 'Email', resume: 'Résumé', links: 'Links', ...labels }} />
        <Introduction job={p.job} />
        <Form multipart keep="apply">
          <Person {...p} />
          {form.fields.map((f) => (
            <FormFieldView field={f} {...p} />
          ))}
          {form.questions.map((f) => (
            <FormFieldView field={f} {...p} />
          ))}
          <Links {...p} />
          {form.resume === 'off' ? null : <Resume required={form.resume === 'required'} {...p} />}
          <input type="hidden" name="time_zone" />
          <p class="small soft">
            {p.organization.name} uses what you send to decide about this application, and your time zone to write to you by day. You can see it, and withdraw, in your portal.
          </p>
          <Button>Send application</Button>
        </Form>
      </>
    ),
  })
}

export function formOf(job: PublicJob): ApplicationForm {
  const stage = job.process.stages[0]
  return stage?.type === 'application_form' ? stage.config : { resume: 'optional', fields: [], questions: [] }
}

function Introduction({ job }: { job: PublicJob }) {
  const first = job.process.stages[0]
  return (
    <p class="lead">
      {first?.candidate_description || 'Tell us who you are and what you have done.'} No account is needed. {count(job.process.stages.length - 1, 'stage')} follow.
    </p>
  )
}

type Filled = Pick<ApplyPage, 'values' | 'errors'>

function typed({ values, errors }: Filled, name: string): Pick<FieldProps, 'name' | 'value' | 'error'> {
  return { name, value: textAt(values, name), error: errors[name] }
}

function Person(p: ApplyPage) {
  const email = typed(p, 'email')
  return (
    <>
      <Field {...typed(p, 'name')} label="Your name" autocomplete="name" required maxlength={120} />
      <Field {...email} value={email.value || (p.signedInAs ?? '')} label="Email" kind="email" autocomplete="email" required help="We send a confirmation with the way to your portal there." />
    </>
  )
}

function FormFieldView({ field, ...p }: { field: FormField } & Filled) {
  const common = { ...typed(p, `answers.${field.id}`), label: field.label, help: field.help || undefined, required: field.required }
  const options = field.options.map((o) => ({ value: o, label: o }))
  switch (field.kind) {
    case 'long_text':
      return <Field {...common} kind="textarea" rows={6} maxlength={10_000} />
    case 'choice':
      return <Field {...common} kind={options.length > 5 ? 'select' : 'radio'} options={options} />
    case 'yes_no':
      return <Field {...common} kind="radio" options={[{ value: 'yes', label: 'Yes' }, { value: 'no', label: 'No' }]} />
    case 'url':
      return <Field {...common} kind="url" inputmode="url" placeholder="https://" />
    case 'phone':
      return <Field {...common} kind="tel" autocomplete="tel" />
    case 'short_text':
      return <Field {...common} maxlength={500} />
  }
}

function Links(p: Filled) {
  return <Field {...typed(p, 'links')} label="Links" kind="textarea" rows={3} help="Code, writing, talks: up to five links, one on each line." />
}

function Resume({ required, ...p }: { required: boolean } & ApplyPage) {
  const help = 'PDF, DOCX, ODT, TXT or MD, at most 10 MB.'
  return (
    <>
      {p.resume ? (
        <Note>
          <p>
            We have <strong>{p.resume.filename}</strong>. Choose another file only if you want to replace it.
          </p>
          <input type="hidden" name="kept_resume" value={p.resume.id} />
          <input type="hidden" name="kept_resume_name" value={p.resume.filename} />
        </Note>
      ) : null}
      <Field name="resume" error={p.errors['resume']} label={p.resume ? 'Another résumé' : 'Résumé'} kind="file" required={required && !p.resume} help={help} accept=".pdf,.docx,.odt,.txt,.md" />
    </>
  )
}

/** After it was sent: what happened, and where to look now. */
export function appliedPage(p: { organization: { name: string; slug: string }; job: PublicJob; email: string }): string {
  const next = p.job.process.stages[1]
  return page({
    title: 'Your application was sent',
    organization: p.organization,
    privatePage: true,
    children: (
      <>
        <h1>Your application was sent</h1>
        <p class="lead">
          {p.organization.name} has your application for {p.job.title}. A mail was sent to <strong>{p.email}</strong>, with the way to your portal.
        </p>
        {next ? <p>The next stage is {next.name}. Your portal shows who acts next, and by when.</p> : null}
        <p>Nothing in your inbox after a few minutes? Look into the spam folder, or sign in to the portal with the same address.</p>
        <p>
          <Button href="/portal">Go to your portal</Button>
        </p>
      </>
    ),
  })
}
