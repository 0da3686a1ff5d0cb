import { type MemberRow, listMembersOf } from '#server/features/accounts/index.ts'
import { type LoadedApplication, findStage, listHiringTeamOf } from '#server/features/applications/index.ts'
import { whoGaveTime } from '#server/features/assignments/index.ts'
import { sha256Hex } from '#server/lib/hash.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Conflict, isOwnWord } from './conflict.ts'
import { listConflictsFor } from './conflict-store.ts'
import { keptOutByGate } from './pool-gate.ts'
import type { Round } from './round.ts'
import { inOrderOfLoad } from './round-rules.ts'
import { countOpenRounds } from './round-store.ts'

/** Somebody who could be asked, or the reason why they are kept out. */
export interface PoolPerson {
  id: string
  name: string
  openRounds: number
  whyNot: string | null
}

/**
 * The pool of a round in the order in which people are asked: those the stage names, or the reviewers of the job's hiring
 * team. Whoever has a reason not to judge is in it with that reason. Takes the application as it is, with its real names.
 */
export async function poolOf(tx: Tx, round: Pick<Round, 'id' | 'stageKey' | 'openedAt'>, application: LoadedApplication): Promise<PoolPerson[]> {
  const people = await namedOrTeam(tx, round, application)
  const [load, why] = [await countOpenRounds(tx, people.map((m) => m.id)), await keptOut(tx, round, application)]
  const gated = await keptOutByGate(tx, application.process, people.map((m) => m.id))
  const order = inOrderOfLoad(people.map((m) => m.id), load, (id) => sha256Hex(`${round.id}:${id}`))
  const known = new Map(people.map((m) => [m.id, m]))
  return order.flatMap((id) => {
    const m = known.get(id)
    return m ? [{ id, name: m.name, openRounds: load.get(id) ?? 0, whyNot: why(m) ?? gated.get(id) ?? null }] : []
  })
}

/** Those who may judge this candidate, in the order in which they are asked. */
export async function eligibleFor(tx: Tx, round: Pick<Round, 'id' | 'stageKey' | 'openedAt'>, application: LoadedApplication): Promise<string[]> {
  return (await poolOf(tx, round, application)).filter((p) => p.whyNot === null).map((p) => p.id)
}

function namedOrTeam(tx: Tx, round: Pick<Round, 'stageKey'>, application: LoadedApplication): Promise<MemberRow[]> {
  return membersOfPool(tx, application, findStage(application.process, 'team_review', round.stageKey)?.config.pool ?? [])
}

/** Of a job: the members a stage names by their addresses or, where it names none, the reviewers of the hiring team as it is now. */
export async function membersOfPool(tx: Tx, job: { orgId: string; jobId: string }, named: readonly string[]): Promise<MemberRow[]> {
  const members = await listMembersOf(tx, job.orgId)
  if (named.length > 0) return members.filter((m) => named.includes(m.email))
  const { reviewers } = await listHiringTeamOf(tx, job)
  return members.filter((m) => reviewers.includes(m.id))
}

async function keptOut(tx: Tx, round: Pick<Round, 'openedAt'>, application: LoadedApplication): Promise<(m: MemberRow) => string | null> {
  const conflicts = await listConflictsFor(tx, application.candidate.id, round.openedAt)
  const gaveTime = await whoGaveTime(tx, application.id)
  return (m) => {
    if (m.email === application.candidate.email) return 'They are the candidate.'
    if (m.id === application.referredBy) return 'They referred the candidate.'
    return whyConflicted(conflicts.filter((c) => c.memberId === m.id)) ?? (gaveTime.includes(m.id) ? 'They gave the candidate more time, and whoever judges must not know that.' : null)
  }
}

function whyConflicted(about: readonly Conflict[]): string | null {
  if (about.length === 0) return null
  const standing = about.filter((c) => !c.takenBack)
  if (standing.length === 0) return 'A conflict of theirs was taken back after this round had opened: they may be asked in later rounds.'
  return standing.some(isOwnWord) ? 'They said that they should not judge this candidate.' : 'The team said that they should not judge this candidate.'
}
