import type { SearchHit } from '#contract/submissions.ts'
import { visibleBytes } from '#server/lib/visible.ts'
import type { Context } from '#server/platform/context.ts'
import { invalidField } from '#server/platform/errors.ts'
import { pathFor } from '#server/platform/reading/view.ts'
import { commitIn, open, type Opened } from './read-open.ts'

const MOST_HITS = 200

interface Question {
  q: string
  mode: 'literal' | 'regex'
  letters: 'exact' | 'any_case'
  commit?: string | undefined
}

/** Lines with a text, in the order of their files. */
export async function searchSubmission(ctx: Context, id: string, query: Question): Promise<{ items: SearchHit[]; truncated: boolean }> {
  const o = await open(ctx, id)
  const ask = { text: query.q, regex: query.mode === 'regex', ignoreCase: query.letters === 'any_case', mostHits: MOST_HITS }
  const found = await o.reader.search(await commitIn(o, query.commit), ask)
  if (!found) throw invalidField('query.q', 'This is no pattern we can search for: one line, without references back such as \\1, and counts below 100.')
  const items = found.hits.map((h) => ({ h, was: visibleBytes(h.bytes, { cut: true }) })).filter(({ was }) => mayTell(o, query, was))
  return { items: items.map(({ h, was }) => ({ path: pathFor(o, h.path), line: h.line, column: h.column, text: `${h.from > 0 ? '… ' : ''}${o.mask(was)}` })), truncated: found.truncated }
}

/** Whoever guesses a name must not be told that it is there: a line in which one was hidden is found by what is left of it. */
function mayTell(o: Opened, { q, mode, letters }: Question, was: string): boolean {
  const shown = o.mask(was)
  if (shown === was) return true
  if (mode === 'regex') return false
  return letters === 'exact' ? shown.includes(q) : shown.toLowerCase().includes(q.toLowerCase())
}
