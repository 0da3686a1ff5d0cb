import type { Practice } from '#contract/practice.ts'
import type { RepoStore } from '#server/adapters/git/port.ts'
import { hashToken, randomToken } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, later, secondsBetween, shortRef } from './assignment.ts'
import { cloneUrl, GIT_USER } from './create-git-token.ts'
import { hostedElsewhere, practiceClosed } from './errors.ts'
import { forCandidate } from './find.ts'
import { isOpenFor, PRACTICE_FILES, type PracticeRepository, removeAt } from './practice.ts'
import { findPractice, insertPractice, listPracticePushes, markRemoved, setPracticeToken } from './practice-store.ts'
import { findAssignment, lockAssignment } from './store.ts'
import { findSubmissionOfApplication } from './submission-store.ts'

const STARTER = { message: 'Practise here\n', author: { name: 'Handiwork', email: 'noreply@handiwork.invalid' }, at: new Date('2026-01-01T00:00:00Z') }
const LOOK_AGAIN_SECONDS = 86_400

/** What has come to it so far. */
export async function presentPractice(tx: Tx, ctx: Context, a: Assignment): Promise<Practice> {
  const practice = await findPractice(tx, a.id)
  if (!isOpenFor(a, practice)) return { state: 'closed', clone_url: null, cloned_at: null, pushes: [] }
  if (!practice) return { state: 'none', clone_url: null, cloned_at: null, pushes: [] }
  const pushes = (await listPracticePushes(tx, practice.repoId)).map((p) => ({ branch: shortRef(p.ref), commit: p.commit, subject: p.subject, received_at: p.receivedAt.toISOString(), state: p.state, reason: p.reason }))
  return { state: 'open', clone_url: cloneUrl(ctx.config.publicUrl, practice.repoId), cloned_at: practice.clonedAt?.toISOString() ?? null, pushes }
}

/** Makes the repository, once, and a new token for it. The token is given only when there is something to clone. */
export async function openPractice(ctx: Context, id: string) {
  const practice = await ctx.transaction((tx) => nameIt(tx, id))
  await ctx.git.create(practice.repoId, await starterOf(ctx.git))
  const token = randomToken('hw_try')
  await ctx.transaction((tx) => setPracticeToken(tx, id, hashToken(token)))
  const url = cloneUrl(ctx.config.publicUrl, practice.repoId)
  return { token, clone_url: url, username: GIT_USER, commands: commandsFor(url.replace('://', `://${GIT_USER}:${token}@`)) }
}

/** One for everybody, packed once in each process. */
const starters = new WeakMap<RepoStore, Promise<string>>()

function starterOf(git: RepoStore): Promise<string> {
  const starter = starters.get(git) ?? git.prepareStarter(PRACTICE_FILES, STARTER).then((s) => s.starterId)
  starters.set(git, starter)
  // A failure is not kept: the next who asks tries again.
  starter.catch(() => starters.delete(git))
  return starter
}

/** The three to try, in words that every shell understands. */
export function commandsFor(url: string): string[] {
  return [`git clone ${url} practice`, 'git -C practice commit --allow-empty --message "Try it"', 'git -C practice push']
}

async function nameIt(tx: Tx, id: string): Promise<PracticeRepository> {
  await forCandidate.byId(tx, id)
  const a = await lockAssignment(tx, id)
  if (a.provider !== 'built-in') throw hostedElsewhere()
  if (!isOpenFor(a, await findPractice(tx, a.id))) throw practiceClosed()
  await insertPractice(tx, a.id)
  await addTask(tx, { kind: 'practice.remove', key: `practice.remove:${a.id}`, orgId: a.orgId, payload: { assignment_id: a.id }, dueAt: later(tx.now, LOOK_AGAIN_SECONDS) })
  const practice = await findPractice(tx, a.id)
  if (!practice) throw new Error(`No practice repository for ${a.id}`)
  return practice
}

/**
 * Revokes the token and deletes the repository, some days after the take-home is over. Harmless to repeat.
 * @returns in how many seconds to look again; null when it is gone
 */
export async function removePractice(context: Context, assignmentId: string): Promise<number | null> {
  const ctx = context.as(SYSTEM)
  const { practice, wait } = await ctx.transaction(async (tx) => {
    const [a, found] = [await findAssignment(tx, assignmentId), await findPractice(tx, assignmentId)]
    const sealed = a && (await findSubmissionOfApplication(tx, a.applicationId))
    const at = a && removeAt(a, sealed?.sealedAt ?? null)
    if (!found || !at || tx.now < at) return { practice: found, wait: at ? Math.ceil(secondsBetween(tx.now, at)) : LOOK_AGAIN_SECONDS }
    await markRemoved(tx, assignmentId)
    return { practice: found, wait: null }
  })
  if (!practice) return null
  if (wait === null) await ctx.git.remove(practice.repoId)
  return wait
}
