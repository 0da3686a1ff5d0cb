import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import type { Golden, Ids } from './golden.ts'
import type { Random } from './random.ts'
import type { Step } from './trace.ts'
import type { Who } from './world.ts'

/** Zips are made by the git gateway, which these worlds are without; what is in them was sealed before. */
const WITHOUT: readonly string[] = ['downloadSubmission']

export const READS = Object.entries(operations as Record<string, Operation>).filter(([id, o]) => o.method === 'GET' && !WITHOUT.includes(id))
const OF_THE_SUBMISSION = /^\/submissions\//
/** Those that ask git are the same at any moment; once at the end is enough. */
const QUICK = READS.filter(([, o]) => !OF_THE_SUBMISSION.test(o.path))
/** Where the reviews are nearest. */
const NEAR = QUICK.filter(([, o]) => /review|feedback|events|\/applications|board|mail|members|interviews|payouts|portal\/app/.test(o.path))

const PAGES = ['/portal', '/careers/acme', '/careers/acme/backend-engineer', '/portal/applications/:id'] as const

function paramsFor(o: Operation, ids: Ids, g: Golden): Record<string, string> {
  const kinds: [RegExp, string][] = [[/^\/jobs\//, g.job.id], [/applications\//, ids.application], [/assignments\//, ids.assignment], [/submissions\//, ids.submission], [/^\/reviews\//, ids.reviewA], [/^\/review-rounds\//, ids.round]]
  const id = kinds.find(([pattern]) => pattern.test(o.path))?.[1] ?? `int_${'0'.repeat(26)}`
  return { id, stage: 'interview', seq: '1', slug: 'backend-engineer', org: 'acme', job: g.job.slug, token: 'x'.repeat(30), key: 'draft000', criterion: 'data' }
}

/** Enough of a question for those that want one. */
function queryFor(o: Operation): Record<string, string> {
  const asked: Record<string, string>[] = [{}, { path: 'README.md' }, { q: 'e' }]
  return asked.find((query) => o.query.safeParse(query).success) ?? {}
}

type Read = Omit<Step, 'gapMs'>

export function readOf(who: Who, id: string, o: Operation, g: Golden): Read {
  return { says: `${who} reads ${id}`, who, run: (w, ids) => w.as(who, ids).try(o, { params: paramsFor(o, ids, g), query: queryFor(o) } as never) }
}

function pageOf(who: Who, page: string): Read {
  return { says: `${who} opens ${page}`, who, run: (w, ids) => w.as(who, ids).request('GET', page.replace(':id', ids.application)) }
}

/** Somebody looks at something: often where the reviews are near, sometimes anywhere. */
export function readAs(who: Who, r: Random, g: Golden): Read {
  if (r.chance(0.1)) return pageOf(who, r.pick(PAGES))
  const [id, o] = r.pick(r.chance(0.7) ? NEAR : QUICK)
  return readOf(who, id, o, g)
}

/** Everything there is to read, for everybody but A. */
export function everyRead(g: Golden): Read[] {
  const everybody: Who[] = ['B', 'C', 'owner', 'recruiter', 'interviewer', 'token', 'candidate', 'outsider', 'visitor']
  return everybody.flatMap((who) => [...READS.map(([id, o]) => readOf(who, id, o, g)), ...PAGES.map((page) => pageOf(who, page))])
}
