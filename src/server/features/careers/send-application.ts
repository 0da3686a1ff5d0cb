import type { Context as HonoContext } from 'hono'
import type { Problem } from '#contract/problems.ts'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import { type FieldErrors, errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'

export interface Sent {
  ok: boolean
  errors: FieldErrors
  status: number
  resume: { id: string; filename: string } | null
}

/** Sends the form's values: the résumé first, so that it is kept even when something else has to be corrected. */
export async function sendApplication(site: Site, c: HonoContext, where: { org: string; job: string }, values: FormValues): Promise<Sent> {
  const { resume, problem } = await keepResume(site, c, values)
  if (problem) return { ok: false, errors: { resume: problem.detail }, status: problem.status, resume: null }
  const body = { name: textAt(values, 'name'), email: textAt(values, 'email'), answers: answersOf(values), links: linksOf(values), ...(resume ? { resume: resume.id } : {}), time_zone: textAt(values, 'time_zone').slice(0, 64) }
  const sent = await site.call(c, site.operations.apply, { params: where, query: {}, body })
  if (sent.ok) return { ok: true, errors: {}, status: 201, resume }
  const errors = byField(errorsOf(sent.problem))
  return { ok: false, errors, status: sent.problem.status, resume: errors['resume'] ? null : resume }
}

async function keepResume(site: Site, c: HonoContext, values: FormValues): Promise<{ resume: Sent['resume']; problem?: Problem }> {
  const file = values['resume']
  if (!(file instanceof File) || file.size === 0) return { resume: keptBefore(values) }
  const filename = file.name.slice(-200) || 'resume'
  const kept = await site.call(c, site.operations.uploadFile, { params: {}, query: { filename }, body: {} }, new Uint8Array(await file.arrayBuffer()))
  return kept.ok ? { resume: kept.answer } : { resume: null, problem: kept.problem }
}

function keptBefore(values: FormValues): Sent['resume'] {
  const id = textAt(values, 'kept_resume')
  return id ? { id, filename: textAt(values, 'kept_resume_name') || 'your résumé' } : null
}

function answersOf(values: FormValues): Record<string, string> {
  const answers = values['answers']
  if (typeof answers !== 'object' || answers instanceof File || Array.isArray(answers)) return {}
  return Object.fromEntries(Object.entries(answers).flatMap(([id, value]) => (typeof value === 'string' ? [[id, value]] : [])))
}

function linksOf(values: FormValues): string[] {
  return textAt(values, 'links').split(/\s+/).filter((line) => line !== '')
}

/** The form has one field for all links. */
function byField(errors: FieldErrors): FieldErrors {
  return Object.fromEntries(Object.entries(errors).map(([name, message]) => [name.startsWith('links') ? 'links' : name, message]))
}
