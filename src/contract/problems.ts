import { z } from 'zod'

/** RFC 9457 problem, with a stable code and the fields it is about. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** Stable and machine-readable: `validation_failed`, `offer_expired`. */
  code: z.string(),
  /** A plain sentence: what happened and what to do. */
  detail: z.string(),
  request_id: z.string(),
  /** One entry per field that must change. */
  fields: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof problem>
