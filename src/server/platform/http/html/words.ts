import type { Problem } from '#contract/problems.ts'

/** Messages by the dotted name of their field; the empty name is the form's own. */
export type FieldErrors = Record<string, string>

/** A problem as messages beside the fields of a form: `body.answers.systems` belongs to the field `answers.systems`. */
export function errorsOf(problem: Problem): FieldErrors {
  const fields = problem.fields ?? []
  if (fields.length === 0) return { '': problem.detail }
  return Object.fromEntries(fields.map((f) => [f.path.replace(/^(body|query|params)\.?/, ''), f.message]))
}

const inZone = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
const onDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** `Mon, 23 Nov 2026, 17:30 UTC`: what stands there until a browser puts it into its own zone. */
export function formatInstant(iso: string): string {
  return `${inZone.format(new Date(iso))} UTC`
}

/** `23 Nov 2026`, in UTC. */
export function formatDay(iso: string): string {
  return onDay.format(new Date(iso))
}

/** `3 days 4 hours`, `12 minutes`: how long from one moment to another, in words. */
export function timeLeft(from: string, until: string): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - Date.parse(from)) / 1000))
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  if (days > 0) return hours > 0 ? `${count(days, 'day')} ${count(hours, 'hour')}` : count(days, 'day')
  if (hours > 0) return `${count(hours, 'hour')} ${count(minutes, 'minute')}`
  return minutes > 0 ? count(minutes, 'minute') : count(seconds, 'second')
}

/** `1 day`, `2 days`. */
export function count(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}
