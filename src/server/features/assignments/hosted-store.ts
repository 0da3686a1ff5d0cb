import { type Selectable, sql } from 'kysely'
import type { HostedRepo } from '#server/adapters/providers/port.ts'
import { newId } from '#server/lib/ids.ts'
import type { HostedRepositoriesTable } from '#server/platform/db/tables.gen.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Delivery, HostedRepository, NewPush } from './hosted.ts'
import { lastSeq } from './push-store.ts'

/** Asks for a repository, or changes whose account it is for. What was made already stays. */
export async function putHosted(tx: Tx, assignmentId: string, login: string) {
  await tx.sql
    .insertInto('hosted_repositories')
    .values({ assignment_id: assignmentId, login, asked_at: tx.now })
    .onConflict((c) => c.column('assignment_id').doUpdateSet({ login }))
    .execute()
}

export async function findHosted(tx: Tx, assignmentId: string): Promise<HostedRepository | null> {
  const row = await tx.sql.selectFrom('hosted_repositories').selectAll().where('assignment_id', '=', assignmentId).executeTakeFirst()
  return row ? hostedOf(row) : null
}

function hostedOf(r: Selectable<HostedRepositoriesTable>): HostedRepository {
  return {
    assignmentId: r.assignment_id,
    login: r.login,
    // The column's check allows these states only.
    state: r.state as HostedRepository['state'],
    invitations: r.invitations,
    made: madeOf(r),
    invitationUrl: r.invitation_url,
    problem: r.problem,
  }
}

function madeOf(r: Selectable<HostedRepositoriesTable>): HostedRepo | null {
  if (r.external_id === null || r.full_name === null || r.starter_commit === null) return null
  return { externalId: r.external_id, fullName: r.full_name, url: r.url ?? '', cloneUrl: r.clone_url ?? '', starterCommit: r.starter_commit }
}

export async function setReady(tx: Tx, assignmentId: string, repo: HostedRepo) {
  await tx.sql
    .updateTable('hosted_repositories')
    .set({ state: 'ready', external_id: repo.externalId, full_name: repo.fullName, url: repo.url, clone_url: repo.cloneUrl, starter_commit: repo.starterCommit, problem: '' })
    .where('assignment_id', '=', assignmentId)
    .where('state', '=', 'preparing')
    .execute()
}

/** @returns how many times somebody has been let in, this time included */
export async function beginInvitation(tx: Tx, assignmentId: string): Promise<number> {
  const row = await tx.sql
    .updateTable('hosted_repositories')
    .set((eb) => ({ state: 'inviting', invitations: eb('invitations', '+', 1) }))
    .where('assignment_id', '=', assignmentId)
    .where('state', 'in', ['ready', 'inviting'])
    .returning('invitations')
    .executeTakeFirst()
  return row?.invitations ?? 0
}

export async function setOpen(tx: Tx, assignmentId: string, invitationUrl: string | null) {
  await tx.sql.updateTable('hosted_repositories').set({ state: 'open', invitation_url: invitationUrl, problem: '' }).where('assignment_id', '=', assignmentId).execute()
}

/** The invitation is taken back, and the next start makes a new one. */
export async function setUninvited(tx: Tx, assignmentId: string) {
  await tx.sql.updateTable('hosted_repositories').set({ state: 'ready', invitation_url: null }).where('assignment_id', '=', assignmentId).where('state', '=', 'inviting').execute()
}

export async function setProblem(tx: Tx, assignmentId: string, problem: string) {
  await tx.sql.updateTable('hosted_repositories').set({ problem }).where('assignment_id', '=', assignmentId).execute()
}

export async function setLocked(tx: Tx, assignmentId: string) {
  await tx.sql.updateTable('hosted_repositories').set({ locked_at: tx.now, problem: '' }).where('assignment_id', '=', assignmentId).execute()
}

/** Keeps a webhook with the moment it came. @returns its assignment, or null when it is known already or about no repository of ours */
export async function insertDelivery(tx: Tx, d: Omit<Delivery, 'arrivedAt'> & { repoExternalId: string }): Promise<{ assignmentId: string; orgId: string } | null> {
  const { rows } = await sql<{ assignmentId: string; orgId: string }>`
    with rung as (
      insert into hosted_deliveries (delivery_id, assignment_id, ref, old_sha, new_sha, arrived_at)
      select ${d.deliveryId}, assignment_id, ${d.ref}, ${d.oldSha}, ${d.newSha}, hw_now() from hosted_repositories where external_id = ${d.repoExternalId}
      on conflict (delivery_id) do nothing returning assignment_id)
    select a.id as "assignmentId", a.org_id as "orgId" from rung join assignments a on a.id = rung.assignment_id`.execute(tx.sql)
  return rows[0] ?? null
}

export async function listDeliveries(tx: Tx, assignmentId: string): Promise<Delivery[]> {
  return tx.sql
    .selectFrom('hosted_deliveries')
    .select(['delivery_id as deliveryId', 'ref', 'old_sha as oldSha', 'new_sha as newSha', 'arrived_at as arrivedAt'])
    .where('assignment_id', '=', assignmentId)
    .orderBy('arrived_at')
    .execute()
}

/** The provider's ids of the pushes in our log. */
export async function listLogged(tx: Tx, assignmentId: string): Promise<Set<string>> {
  const rows = await tx.sql.selectFrom('hosted_pushes').select('external_id').where('assignment_id', '=', assignmentId).execute()
  return new Set(rows.map((r) => r.external_id))
}

/** One line of the push log, under the assignment's lock. @returns its number and id; null when it is there already */
export async function logPush(tx: Tx, assignmentId: string, p: NewPush & { subject: string; refusal: string | null }): Promise<{ seq: number; pushId: string } | null> {
  if ((await listLogged(tx, assignmentId)).has(p.externalId)) return null
  const pushId = newId('psh', tx.now)
  const applied = p.refusal === null
  const decided = { decided_at: tx.now, state: applied ? 'applied' : 'refused', reason: p.refusal ?? '' }
  await tx.sql.insertInto('pushes').values({ id: pushId, assignment_id: assignmentId, received_at: p.at, finished_at: p.at, ...decided }).execute()
  await tx.sql.insertInto('hosted_pushes').values({ push_id: pushId, assignment_id: assignmentId, external_id: p.externalId, provider_at: p.at, arrived_at: p.arrivedAt }).execute()
  const seq = (await lastSeq(tx, assignmentId)) + 1
  const update = { push_id: pushId, assignment_id: assignmentId, seq, ref: p.ref, old_sha: p.oldSha, new_sha: p.newSha, commit_sha: p.newSha }
  await tx.sql.insertInto('push_updates').values({ ...update, subject: p.subject, forced: p.forced, applied }).execute()
  return { seq, pushId }
}

/** Everything the provider took until then is in our log; never earlier than was known before. */
export async function setKnownUntil(tx: Tx, assignmentId: string, at: Date) {
  await sql`update assignments set known_until = greatest(known_until, ${at}) where id = ${assignmentId}`.execute(tx.sql)
}
