import type { UploadOutcome } from '#server/adapters/git/port.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { invalidField } from '#server/platform/errors.ts'
import { hit } from '#server/platform/http/rate.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadOpenStarter } from './access.ts'
import { importRunning } from './errors.ts'
import { importStanding, type Starter } from './starter.ts'
import { beginImport, endImport } from './store.ts'

const PER_HOUR = 30

export interface Source {
  url: string
  branch: string | null
  /** Lives as long as the fetch; never in the database, nor in a log. */
  token: string | null
  trusted: boolean
}

/** What was asked for as an address. Whether that server is anybody's is looked at where it is asked. @throws Refusal */
export function sourceOf(o: { url: string; branch: string; token: string }, origins: readonly string[], field: string): Source {
  const url = URL.parse(o.url)
  const trusted = url !== null && origins.includes(url.origin)
  if (!url || (url.protocol !== 'https:' && !trusted)) throw invalidField(field, 'Write an address that begins with https://, such as https://git.example.com/team/starter.git')
  if (url.username || url.password) throw invalidField(field, 'Leave name and password out of the address: the token has a field of its own')
  return { url: url.href, branch: o.branch || null, token: o.token || null, trusted }
}

/**
 * Begins to fetch what a starter is to be from another git server; the gateway does it, and it ends as a version or with a
 * reason on the starter.
 * @throws Refusal `import_running`, `starter_archived`
 */
export async function importStarter(ctx: Context, id: string, source: Source): Promise<void> {
  const begun = await ctx.transaction((tx) => begin(tx, id))
  void fetchIt(ctx, begun, source).catch((error: unknown) => ctx.log.error({ err: error, starter: id }, 'the end of an import was not noted'))
}

interface Begun {
  starter: Starter
  at: Date
  by: { memberId: string; name: string; email: string }
}

async function begin(tx: Tx, id: string): Promise<Begun> {
  const starter = await loadOpenStarter(tx, id)
  const by = requireMember(tx)
  await hit(tx, `import:${starter.orgId}`, PER_HOUR, 3600)
  if (importStanding(starter, tx.now).state === 'running') throw importRunning()
  await beginImport(tx, id)
  return { starter, at: tx.now, by }
}

async function fetchIt(ctx: Context, { starter, at, by }: Begun, source: Source): Promise<void> {
  const asked = { repoId: starter.repos.files, ...source, author: { name: by.name, email: by.email }, at, pusher: by.memberId }
  const outcome = await ctx.door.importRemote(asked).catch(away)
  await ctx.as(SYSTEM).transaction((tx) => endImport(tx, starter.id, outcome.accepted ? null : outcome.lines.join(' ')))
}

const away = (): UploadOutcome => ({ accepted: false, lines: ['Our git server was restarted in the middle of it. Start the import again.'] })
