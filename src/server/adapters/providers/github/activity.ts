/** GitHub's own record of what changed a branch: the only times of pushes it gives that nobody can write. */
import type { ProviderPush } from '../port.ts'
import type { Called, Calls } from './calls.ts'

const PAGE = 100
/** Two thousand pushes; nobody makes so many in a take-home. */
const MOST_PAGES = 20
const ZERO = '0'.repeat(40)

interface Activity {
  id: number | bigint
  before: string
  after: string
  ref: string
  timestamp: string
  activity_type: string
}

/** Oldest first. Deleted branches have no tip and are left out. */
export async function listActivity(calls: Calls, repo: { owner: string; repo: string }, ref: string): Promise<Called<ProviderPush[]>> {
  const pushes: ProviderPush[] = []
  let after: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const cursor: { after?: string } = after === null ? {} : { after }
    const called = await calls.read((request) => request('GET /repos/{owner}/{repo}/activity', { ...repo, ref, direction: 'asc', per_page: PAGE, ...cursor }))
    if (called.outcome !== 'ok') return called
    pushes.push(...called.value.data.filter((a) => a.after !== ZERO && a.ref === ref).map(pushOf))
    after = nextCursor(called.value.headers.link)
    if (after === null) break
  }
  return { outcome: 'ok', value: pushes.toSorted((x, y) => x.at.getTime() - y.at.getTime()) }
}

function pushOf(a: Activity): ProviderPush {
  return { externalId: String(a.id), ref: a.ref, oldSha: a.before, newSha: a.after, forced: a.activity_type === 'force_push', at: new Date(a.timestamp) }
}

/** `Link: <https://…?after=…>; rel="next"` */
function nextCursor(link: string | undefined): string | null {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1]
  return url ? (URL.parse(url)?.searchParams.get('after') ?? null) : null
}
