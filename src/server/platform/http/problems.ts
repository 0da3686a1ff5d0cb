import type { Logger } from 'pino'
import type { Problem } from '#contract/problems.ts'
import { Refusal } from '../errors.ts'

/** Any error as an RFC 9457 problem. Unknown ones are logged whole and told as nothing but a request id. */
export function problemOf(error: unknown, requestId: string, log: Logger): Problem {
  if (error instanceof Refusal) return refused(error, requestId)
  const translated = translate(error)
  if (translated) return refused(translated, requestId)
  log.error({ err: error, request_id: requestId }, 'request failed')
  return refused(new Refusal(500, 'internal', 'Something went wrong on our side and was written down. Please try again; if it stays, tell the operator the request id.'), requestId)
}

function refused(r: Refusal, requestId: string): Problem {
  return {
    type: `urn:handiwork:problem:${r.code}`,
    title: r.code.replaceAll('_', ' '),
    status: r.status,
    code: r.code,
    detail: r.message,
    request_id: requestId,
    ...(r.fields.length > 0 ? { fields: r.fields } : {}),
  }
}

/** What the database says when the input is to blame: bytes or numbers it can't hold. */
function translate(error: unknown): Refusal | null {
  const code = (error as { code?: string }).code
  if (code === '22021' || code === '22P05') return new Refusal(422, 'validation_failed', 'The text contains characters that can’t be stored.')
  if (code === '22003') return new Refusal(422, 'validation_failed', 'A number is too large.')
  return null
}
