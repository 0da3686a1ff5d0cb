import { readdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import type { Program } from './program.ts'

/** What a hire leaves in its database, counted, and the ids of all rows. */
export interface Remains {
  /** Rows by table, events by type, mails by addressee and subject, tasks by kind: the same for every such hire. */
  counts: Record<string, number>
  ids: Set<string>
  /** Due work that is not done. */
  unfinished: string[]
  /** Mails in the database as sent, and as files. */
  mails: { sent: string[]; delivered: string[] }
}

/** How often somebody signs in or pushes differs, and so does how often the program starts: they try again until it works. */
const OF_TRIES = new Set(['sessions', 'sign_in_links', 'setup_links', 'idempotency_keys', 'rate_buckets', 'pushes', 'push_updates', 'mails', 'tasks', 'events', 'event_heads', 'schema_migrations', 'service_runs', 'content_hashes'])

/** Reads it beside the running program, from the server that it has adopted or started. */
export async function readRemains(program: Program): Promise<Remains> {
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(program.dataDir, 'postgres') })
  const client = new pg.Client(postgres.connection)
  await client.connect()
  const rows = async <T extends pg.QueryResultRow>(sql: string) => (await client.query<T>(sql)).rows
  try {
    const tables = (await rows<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)).map((t) => t.name)
    const counts: Record<string, number> = {}
    for (const table of tables.filter((t) => !OF_TRIES.has(t))) counts[table] = (await rows(`select from ${table}`)).length
    for (const { name, n } of await rows<{ name: string; n: number }>(GROUPS)) counts[name] = Number(n)
    const withId = await rows<{ name: string }>(`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'id'`)
    const ids = new Set<string>()
    for (const { name } of withId) for (const { id } of await rows<{ id: string }>(`select id::text from ${name}`)) ids.add(id)
    const unfinished = (await rows<{ key: string }>(`select key || ': ' || state as key from tasks where state <> 'done' and (due_at <= hw_now() or state = 'dead')`)).map((t) => t.key)
    const sent = (await rows<{ id: string }>(`select id from mails where state = 'sent' order by id`)).map((m) => m.id)
    return { counts, ids, unfinished, mails: { sent, delivered: deliveredBy(program) } }
  } finally {
    await client.end()
  }
}

const GROUPS = `
  select 'event ' || type as name, count(*) as n from events where type not like 'assignment.push%' group by type
  union all select 'mail to ' || to_address || ': ' || regexp_replace(subject, ', \\w+day .*', ', at a time'), count(*) from mails where subject not like 'Sign in%' group by 1
  union all select 'task ' || kind, count(*) from tasks t where kind <> 'mail.send' and not exists (select from events e where e.id = t.payload->>'event_id' and e.type like 'assignment.push%') group by kind`

/** Ids of the mails that were written as files. A half-written one has another ending, and is named whole. */
function deliveredBy(program: Program): string[] {
  return readdirSync(path.join(program.dataDir, 'mail')).map((file) => /(mal_\w{26})_\w+\.eml$/.exec(file)?.[1] ?? file).sort()
}
