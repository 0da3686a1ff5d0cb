import { z } from 'zod'

/** Ids are a kind prefix and 26 characters that sort by time: `app_01k…`. */
export function id<K extends string>(kind: K) {
  return z.string().regex(new RegExp(`^${kind}_[a-z0-9]{26}$`), `This must be an id that begins with ${kind}_`)
}

/** A moment, RFC 3339 in UTC on the wire. */
export const instant = z.iso.datetime({ offset: true })

/** A calendar date, `2026-11-23`. */
export const date = z.iso.date()

/** ISO 8601 duration of weeks, days, hours, minutes and seconds: `P5D`, `PT4H`, `PT20S`. */
export const duration = z
  .string()
  .regex(/^P(?=\d|T\d)(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/, 'Write a duration such as PT4H (4 hours), P5D (5 days) or PT20S (20 seconds)')

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'An address has at most 254 characters')
  .regex(/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/, 'Write an email address such as ada@example.com')

/** Text a person typed: trimmed, no NUL, bounded. */
export function text(max: number, min = 0) {
  const message = min > 0 ? 'Write something here' : undefined
  return z
    .string()
    .trim()
    .min(min, min > 1 ? `Write at least ${min} characters` : message)
    .max(max, `Keep this under ${max} characters`)
    .refine((s) => !s.includes('\u0000') && s.isWellFormed(), 'This contains characters that can’t be stored')
}

export const personName = text(120, 1)

/** Links from people: only http, https. */
export const link = text(2000, 1).refine(isWebLink, 'Write a link that starts with https://')

function isWebLink(s: string): boolean {
  const url = URL.parse(s)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password
}

/** IANA time zone name known to the runtime. */
export const timeZone = z.string().max(64).refine(isTimeZone, 'Choose a time zone such as Europe/Berlin')

function isTimeZone(s: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: s })
    return true
  } catch {
    return false
  }
}

/** Addresses in URLs: `acme`, `backend-engineer`. */
export const slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'Use lower-case letters, digits and hyphens')

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export const commitId = z.string().regex(/^[0-9a-f]{40}$/)

/** Answers of acts that have nothing to say. */
export const done = z.strictObject({ ok: z.literal(true) })

/** A list with an opaque cursor for the next page. */
export function page<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next_cursor: z.string().nullable() })
}

export const pageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** A file as an answer: bytes with their type and a name to save them under. */
export const fileAnswer = z.custom<FileAnswer>()
export interface FileAnswer {
  bytes: Uint8Array
  /** In place of `bytes`, for what is too large to hold. */
  stream?: ReadableStream<Uint8Array>
  content_type: string
  filename: string
  /** `inline` shows it, `attachment` saves it. */
  disposition: 'inline' | 'attachment'
}
