import { setTimeout as pause } from 'node:timers/promises'
import type { HostedRepo } from '#server/adapters/providers/port.ts'
import type { LoadedApplication } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, later } from './assignment.ts'
import { applicationEnded, providerLoginNeeded, repositoryNotReady } from './errors.ts'
import { beginInvitation, findHosted, putHosted, setOpen } from './hosted-store.ts'
import { prepareRepository } from './prepare-repository.ts'
import { ProviderTrouble, providerOf, refusalOf, settled } from './provider.ts'
import { refuseUnlessStarted, startClock } from './start-assignment.ts'
import { findAssignment, lockAssignment } from './store.ts'

/** Somebody is waiting for the page: a repository that is nearly there is waited for, anything longer is a task's. */
const PATIENCE = { tries: 4, seconds: 3 }
const PREPARE_SECONDS = 30
/** An invitation that has led to no start by then is taken back. */
const INVITED_SECONDS = 300
const LOOK_SECONDS = 900

const underWay = new Map<string, Promise<void>>()

/**
 * Starts a take-home whose repository is on somebody else's server: what is wanted is written down first, then the
 * repository is made and the candidate let in, and only then one transaction starts the clock. Whatever fails before
 * leaves the clock alone, and is found again by the next try. Asking twice at once is one try.
 */
export async function startHosted(ctx: Context, a: Assignment, application: LoadedApplication, login: string | undefined): Promise<void> {
  if (a.state !== 'offered') return refuseUnlessStarted(a)
  if (application.state !== 'active') throw applicationEnded()
  providerOf(ctx, a)
  await ctx.transaction((tx) => askForRepository(tx, a.id, login))
  const turn = underWay.get(a.id) ?? letIn(ctx, a.id).finally(() => underWay.delete(a.id))
  underWay.set(a.id, turn)
  await turn
}

async function askForRepository(tx: Tx, id: string, login: string | undefined): Promise<void> {
  const a = await lockAssignment(tx, id)
  if (a.state !== 'offered') return refuseUnlessStarted(a)
  const account = login ?? (await findHosted(tx, id))?.login
  if (!account) throw providerLoginNeeded()
  await putHosted(tx, id, account)
  await addTask(tx, { kind: 'assignment.prepare', key: `assignment.prepare:${id}`, orgId: a.orgId, payload: { assignment_id: id }, dueAt: later(tx.now, PREPARE_SECONDS) })
}

async function letIn(ctx: Context, id: string): Promise<void> {
  try {
    const repo = await prepared(ctx, id)
    const invited = await ctx.transaction((tx) => announceInvitation(tx, id))
    if (!repo || !invited) return
    const grant = await settled(ctx, id, await providerOf(ctx, invited.a).grantCandidate(repo, { login: invited.login }))
    await ctx.transaction((tx) => open(tx, invited.a, repo, grant.kind === 'invitation' ? grant.url : null))
  } catch (error) {
    throw refusalOf(error)
  }
}

async function prepared(ctx: Context, id: string): Promise<HostedRepo | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await prepareRepository(ctx, id)
    } catch (error) {
      const soon = error instanceof ProviderTrouble && error.retryAfterSeconds !== null && error.retryAfterSeconds <= PATIENCE.seconds
      if (!soon || tries >= PATIENCE.tries) throw error
      await pause(error.retryAfterSeconds * 1000)
    }
  }
}

/** Before anybody is let in: the task that takes it back if no start comes of it. @returns null when it was started meanwhile */
async function announceInvitation(tx: Tx, id: string): Promise<{ a: Assignment; login: string } | null> {
  const a = await lockAssignment(tx, id)
  const hosted = await findHosted(tx, id)
  if (a.state !== 'offered') return null
  const n = await beginInvitation(tx, id)
  if (!hosted || n === 0) throw repositoryNotReady()
  const payload = { assignment_id: id, login: hosted.login }
  await addTask(tx, { kind: 'assignment.uninvite', key: `assignment.uninvite:${id}:${n}`, orgId: a.orgId, payload, dueAt: later(tx.now, INVITED_SECONDS) })
  return { a, login: hosted.login }
}

async function open(tx: Tx, { id }: Assignment, repo: HostedRepo, invitationUrl: string | null): Promise<void> {
  const a = await lockAssignment(tx, id)
  if (a.state === 'started') return
  await setOpen(tx, id, invitationUrl)
  await addTask(tx, { kind: 'assignment.look', key: `assignment.look:${id}`, orgId: a.orgId, payload: { assignment_id: id, every: LOOK_SECONDS }, dueAt: later(tx.now, LOOK_SECONDS) })
  await startClock(tx, id, repo.starterCommit)
}

/** Whether a start came of the invitation of this account. */
export async function ledToStart(tx: Tx, id: string, login: string): Promise<boolean> {
  const [a, hosted] = [await findAssignment(tx, id), await findHosted(tx, id)]
  return a?.clock !== null && hosted?.state === 'open' && hosted.login === login
}
