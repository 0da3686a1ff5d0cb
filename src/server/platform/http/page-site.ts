import type { Context as HonoContext } from 'hono'
import type { AnswerOf, InputOf, Operation } from '#contract/operation.ts'
import type { Problem } from '#contract/problems.ts'
import type { Config } from '../config.ts'

export type SiteAnswer<O extends Operation> = { ok: true; answer: AnswerOf<O> } | { ok: false; problem: Problem }

/** What server-rendered pages hold: the same operations an API client has, under the same policy. */
export interface Site {
  config: Config
  operations: typeof import('#contract/index.ts').operations
  /** `sent`: a raw body, or the page's own body as it comes in. */
  call<O extends Operation>(c: HonoContext, operation: O, input: InputOf<O>, sent?: Uint8Array | 'stream'): Promise<SiteAnswer<O>>
  /** The candidate's address when the portal's session is good, else null. */
  portalEmail(c: HonoContext): Promise<string | null>
}
