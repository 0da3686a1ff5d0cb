import { link } from '#contract/common.ts'
import type { FormField, StageOf } from '#contract/process.ts'

export type ApplicationForm = StageOf<'application_form'>['config']

interface FieldError {
  path: string
  message: string
}

/** What is wrong with the answers to a form, by field. Nothing when they can be taken. */
export function checkAnswers(form: ApplicationForm, given: { answers: Readonly<Record<string, string>>; hasResume: boolean }): FieldError[] {
  const asked = [...form.fields, ...form.questions]
  const wrong = asked.flatMap((field) => say(`body.answers.${field.id}`, mistakeIn(field, given.answers[field.id] ?? '')))
  const unknown = Object.keys(given.answers).filter((id) => !asked.some((f) => f.id === id))
  const resume = form.resume === 'required' && !given.hasResume ? 'Add your résumé' : null
  return [...wrong, ...unknown.flatMap((id) => say(`body.answers.${id}`, 'This form does not ask this')), ...say('body.resume', resume)]
}

function say(path: string, message: string | null): FieldError[] {
  return message ? [{ path, message }] : []
}

function mistakeIn(field: FormField, value: string): string | null {
  if (value === '') return field.required ? 'Please answer this' : null
  switch (field.kind) {
    case 'choice':
      return field.options.includes(value) ? null : 'Choose one of the options'
    case 'yes_no':
      return value === 'yes' || value === 'no' ? null : 'Choose yes or no'
    case 'url':
      return link.safeParse(value).success ? null : 'Write a link that starts with https://'
    case 'phone':
      return /^[+(]?\d[\d\s()./-]{4,30}$/.test(value) ? null : 'Write a phone number such as +49 30 1234567'
    case 'short_text':
      return value.length <= 500 ? null : 'Keep this under 500 characters'
    case 'long_text':
      return null
  }
}
