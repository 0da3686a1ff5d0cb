/** A refusal a person may read: stable code, status, a sentence that says what to do. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: { path: string; message: string }[] = [],
  ) {
    super(message)
  }
}

export const notFound = (what = 'This') => new Refusal(404, 'not_found', `${what} was not found, or is not yours to see.`)
export const forbidden = (why = 'Your role does not allow this.') => new Refusal(403, 'forbidden', why)
export const conflict = (code: string, message: string) => new Refusal(409, code, message)
/** One field is wrong for a reason only the server knows. `path` is dotted, as in `body.email`. */
export const invalidField = (path: string, message: string) => new Refusal(422, 'validation_failed', message, [{ path, message }])
