import type { Child } from 'hono/jsx'
import type { FieldErrors } from './words.ts'

export type FieldKind = 'text' | 'email' | 'url' | 'tel' | 'number' | 'date' | 'time' | 'datetime-local' | 'password' | 'textarea' | 'select' | 'radio' | 'checkbox' | 'file'

export interface FieldProps {
  /** The dotted name `formValues` takes apart again: `answers.systems`. */
  name: string
  label: string
  kind?: FieldKind
  value?: string
  help?: Child
  error?: string
  required?: boolean
  /** Of `select` and `radio`. */
  options?: { value: string; label: string }[]
  /** Of `checkbox`: what it sends when ticked. */
  checked?: boolean
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel' | 'url'
  placeholder?: string
  maxlength?: number
  rows?: number
  accept?: string
}

/** The id of a field's control; a summary's link leads there. */
export const fieldId = (name: string) => `f-${name.replaceAll(/[^\w-]/g, '-')}`

/** A labelled control with its help and its error, tied together for those who hear the page. */
export function Field(p: FieldProps) {
  if (p.kind === 'radio') return <RadioField {...p} />
  if (p.kind === 'checkbox') return <CheckboxField {...p} />
  return (
    <div class={p.error ? 'field bad' : 'field'}>
      <label for={fieldId(p.name)}>
        {p.label}
        <Optional required={p.required} />
      </label>
      <Words {...p} />
      <Control {...p} />
    </div>
  )
}

function Control(p: FieldProps) {
  const common = { ...described(p), id: fieldId(p.name), name: p.name, required: p.required, autocomplete: p.autocomplete }
  if (p.kind === 'textarea')
    return (
      <textarea {...common} rows={p.rows ?? 5} maxlength={p.maxlength}>
        {p.value ?? ''}
      </textarea>
    )
  if (p.kind === 'select')
    return (
      <select {...common} {...(p.value ? { 'data-given': '' } : {})}>
        {p.value ? null : <option value="">Choose…</option>}
        {(p.options ?? []).map((o) => (
          <option value={o.value} selected={o.value === p.value}>
            {o.label}
          </option>
        ))}
      </select>
    )
  const value = p.kind === 'file' || p.kind === 'password' ? undefined : p.value
  return <input {...common} type={p.kind ?? 'text'} value={value} inputmode={p.inputmode} placeholder={p.placeholder} maxlength={p.maxlength} accept={p.accept} />
}

function RadioField(p: FieldProps) {
  return (
    <fieldset class={p.error ? 'field bad' : 'field'} role="radiogroup" {...described(p)}>
      <legend>
        {p.label}
        <Optional required={p.required} />
      </legend>
      <Words {...p} />
      {(p.options ?? []).map((o, i) => (
        <label class="choice">
          <input type="radio" name={p.name} value={o.value} id={i === 0 ? fieldId(p.name) : undefined} checked={o.value === p.value} required={p.required} />
          <span>{o.label}</span>
        </label>
      ))}
    </fieldset>
  )
}

function CheckboxField(p: FieldProps) {
  return (
    <div class={p.error ? 'field bad' : 'field'}>
      <Words {...p} />
      <label class="choice">
        <input {...described(p)} type="checkbox" id={fieldId(p.name)} name={p.name} value={p.value ?? 'yes'} checked={p.checked} required={p.required} />
        <span>{p.label}</span>
      </label>
    </div>
  )
}

function Words(p: FieldProps) {
  return (
    <>
      {p.help ? (
        <p class="help" id={`${fieldId(p.name)}-help`}>
          {p.help}
        </p>
      ) : null}
      {p.error ? (
        <p class="error" id={`${fieldId(p.name)}-error`}>
          {p.error}
        </p>
      ) : null}
    </>
  )
}

function Optional({ required }: { required?: boolean }) {
  return required ? null : <span class="optional"> (optional)</span>
}

function described(p: FieldProps) {
  const ids = [p.help && `${fieldId(p.name)}-help`, p.error && `${fieldId(p.name)}-error`].filter(Boolean)
  return { 'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined, 'aria-invalid': p.error ? ('true' as const) : undefined }
}

/** What has to be corrected, at the top of the page, each line leading to its field. Nothing while there is no error. */
export function ErrorSummary({ errors, labels = {} }: { errors: FieldErrors; labels?: Record<string, string> }) {
  const entries = Object.entries(errors)
  if (entries.length === 0) return null
  return (
    <div class="summary" role="alert" tabindex={-1}>
      <h2>{entries.length === 1 ? 'One thing to correct' : `${entries.length} things to correct`}</h2>
      <ul>
        {entries.map(([name, message]) => (
          <li>{name === '' ? message : <a href={`#${fieldId(name)}`}>{labels[name] ? `${labels[name].replace(/[?:.!]+$/, '')}: ${message}` : message}</a>}</li>
        ))}
      </ul>
    </div>
  )
}

export interface ButtonProps {
  children: Child
  look?: 'main' | 'quiet' | 'danger'
  /** Makes it a link that looks like a button. */
  href?: string
  name?: string
  value?: string
}

export function Button(p: ButtonProps) {
  const look = p.look && p.look !== 'main' ? p.look : undefined
  if (p.href !== undefined)
    return (
      <a class={look ? `button ${look}` : 'button'} href={p.href}>
        {p.children}
      </a>
    )
  return (
    <button class={look} name={p.name} value={p.value}>
      {p.children}
    </button>
  )
}

export interface FormProps {
  action?: string
  children: Child
  /** Carries files. */
  multipart?: boolean
  /** The question asked before it is sent, for acts that can't be taken back. */
  confirm?: string
  /** A name under which typed text is kept in this tab until it was sent. */
  keep?: string
  /** Sends a file that may take a while: shows how far it is, where the script runs. */
  progress?: boolean
}

/** A form that posts. Validation is the server's, so that errors are said in one voice and in one place. */
export function Form(p: FormProps) {
  return (
    <form method="post" action={p.action} enctype={p.multipart ? 'multipart/form-data' : undefined} data-confirm={p.confirm} data-keep={p.keep} data-upload={p.progress ? '' : undefined} novalidate>
      {p.children}
    </form>
  )
}
