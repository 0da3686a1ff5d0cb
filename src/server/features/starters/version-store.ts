import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type CheckStep, checkStep } from '#contract/checks.ts'
import { newId } from '#server/lib/ids.ts'
import type { StarterVersionsTable } from '#server/platform/db/tables.gen.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Brought, Version } from './starter.ts'

const sentences = z.array(z.string())
const steps = z.array(checkStep)

const VERSION = ['id', 'org_id', 'starter_id', 'number', 'commit_sha', 'tree_sha', 'checks_sha', 'push_id', 'brought', 'subject', 'received_at', 'received_by', 'state', 'problems', 'notes', 'began_at', 'ended_at', 'accepted_by', 'accepted_at', 'accepted_reason'] as const
type Row = Pick<Selectable<StarterVersionsTable>, (typeof VERSION)[number]>

function versionOf(r: Row): Version {
  return {
    id: r.id,
    orgId: r.org_id,
    starterId: r.starter_id,
    number: r.number,
    commit: r.commit_sha,
    tree: r.tree_sha,
    checksCommit: r.checks_sha,
    pushId: r.push_id,
    // The columns' checks allow these words only.
    brought: r.brought as Brought,
    subject: r.subject,
    receivedAt: r.received_at,
    receivedBy: r.received_by,
    state: r.state as Version['state'],
    problems: sentences.parse(r.problems),
    notes: sentences.parse(r.notes),
    beganAt: r.began_at,
    endedAt: r.ended_at,
    accepted: r.accepted_by && r.accepted_at ? { by: r.accepted_by, at: r.accepted_at, reason: r.accepted_reason } : null,
  }
}

const select = (tx: Tx) => tx.sql.selectFrom('starter_versions').select(VERSION)

/** Newest first. */
export async function listVersions(tx: Tx, starterIds: readonly string[]): Promise<Version[]> {
  return starterIds.length === 0 ? [] : (await select(tx).where('starter_id', 'in', starterIds).orderBy('number', 'desc').execute()).map(versionOf)
}

export async function findVersion(tx: Tx, id: string): Promise<Version | null> {
  const row = await select(tx).where('id', '=', id).executeTakeFirst()
  return row ? versionOf(row) : null
}

export async function findVersionByNumber(tx: Tx, starterId: string, number: number): Promise<Version | null> {
  const row = await select(tx).where('starter_id', '=', starterId).where('number', '=', number).executeTakeFirst()
  return row ? versionOf(row) : null
}

export async function findVersionOfPush(tx: Tx, pushId: string): Promise<Version | null> {
  const row = await select(tx).where('push_id', '=', pushId).executeTakeFirst()
  return row ? versionOf(row) : null
}

export async function newestVersion(tx: Tx, starterId: string, state?: Version['state']): Promise<Version | null> {
  const all = select(tx).where('starter_id', '=', starterId).orderBy('number', 'desc').limit(1)
  const row = await (state ? all.where('state', '=', state) : all).executeTakeFirst()
  return row ? versionOf(row) : null
}

export async function stepsOf(tx: Tx, id: string): Promise<CheckStep[]> {
  const { steps: kept } = await tx.sql.selectFrom('starter_versions').select('steps').where('id', '=', id).executeTakeFirstOrThrow()
  return steps.parse(kept)
}

export type NewVersion = Pick<Version, 'orgId' | 'starterId' | 'number' | 'commit' | 'checksCommit' | 'pushId' | 'brought' | 'subject' | 'receivedAt' | 'receivedBy'>

export async function insertVersion(tx: Tx, v: NewVersion): Promise<string> {
  const id = newId('sver', tx.now)
  await tx.sql
    .insertInto('starter_versions')
    .values({ id, org_id: v.orgId, starter_id: v.starterId, number: v.number, commit_sha: v.commit, checks_sha: v.checksCommit, push_id: v.pushId, brought: v.brought, subject: v.subject, received_at: v.receivedAt, received_by: v.receivedBy })
    .execute()
  return id
}

export async function setTree(tx: Tx, id: string, tree: string): Promise<void> {
  await tx.sql.updateTable('starter_versions').set({ tree_sha: tree }).where('id', '=', id).where('tree_sha', 'is', null).execute()
}

/** How many others are in a sandbox since `since`: whoever began before has died with its program. */
export async function countTrying(tx: Tx, o: { butFor: string; since: Date }): Promise<number> {
  const { n } = await tx.sql.selectFrom('starter_versions').select((e) => e.fn.countAll<number>().as('n')).where('state', '=', 'trying').where('id', '<>', o.butFor).where('began_at', '>', o.since).executeTakeFirstOrThrow()
  return Number(n)
}

export async function setTrying(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('starter_versions').set({ state: 'trying', began_at: tx.now }).where('id', '=', id).where('state', 'in', ['waiting', 'trying']).execute()
}

export async function setWaiting(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('starter_versions').set({ state: 'waiting', problems: '[]', notes: '[]', steps: '[]', began_at: null, ended_at: null }).where('id', '=', id).where('state', 'in', ['held', 'refused']).execute()
}

export interface Verdict {
  state: 'ready' | 'held' | 'refused'
  problems: string[]
  notes: string[]
  steps: CheckStep[]
}

/** @returns false when it had ended already */
export async function setVerdict(tx: Tx, id: string, v: Verdict): Promise<boolean> {
  const set = { state: v.state, problems: JSON.stringify(v.problems), notes: JSON.stringify(v.notes), steps: JSON.stringify(v.steps), ended_at: tx.now }
  const { numUpdatedRows } = await tx.sql.updateTable('starter_versions').set(set).where('id', '=', id).where('state', 'in', ['waiting', 'trying']).executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function setAccepted(tx: Tx, id: string, a: { by: string; reason: string }): Promise<void> {
  await tx.sql.updateTable('starter_versions').set({ state: 'ready', accepted_by: a.by, accepted_at: tx.now, accepted_reason: a.reason }).where('id', '=', id).where('state', '=', 'held').execute()
}
