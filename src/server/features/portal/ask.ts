import type { Context as HonoContext } from 'hono'
import type { z } from 'zod'
import type { InputOf, Operation } from '#contract/operation.ts'
import type { Problem } from '#contract/problems.ts'
import { Refusal } from '#server/platform/errors.ts'
import { type FormValues, formValues } from '#server/platform/http/html/form-values.ts'
import type { Site } from '#server/platform/http/page-site.ts'

/** What an operation answers once it went through its schema: defaults filled in. */
export type Answered<O> = O extends Operation<z.ZodType, z.ZodType, z.ZodType, infer A> ? z.output<A> : never
export type Asked<O> = { ok: true; answer: Answered<O> } | { ok: false; problem: Problem }

/** Calls an operation as the reader of the page; parts of the input that are empty may be left out. */
export async function ask<O extends Operation>(site: Site, c: HonoContext, operation: O, input: Partial<InputOf<O>> = {}, sent?: 'stream'): Promise<Asked<O>> {
  // Whole once the empty parts are there; what arrives has been parsed by the operation's own schema.
  const found = await site.call(c, operation, { params: {}, query: {}, body: {}, ...input } as InputOf<O>, sent)
  return found.ok ? { ok: true, answer: found.answer as Answered<O> } : found
}

/** The sent form; one that did not arrive whole counts as empty, so that its fields are asked for again. */
export async function sentValues(c: HonoContext): Promise<FormValues> {
  try {
    return await formValues(c)
  } catch (error) {
    if (error instanceof Refusal) return {}
    throw error
  }
}

/** A place on this server to go to after signing in, or nothing: never another site. */
export function safeNext(next: string | undefined): string | null {
  return next && /^\/(?:portal|app)(?:\/[\w./-]*)?$/.test(next) && !next.includes('..') ? next : null
}
