import type { Gatekeeper, PushedTip, RefUpdate, Verdict } from '#server/adapters/git/port.ts'
import { hashToken } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { keepersByName } from '#server/platform/keepers.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { BRANCH } from './assignment.ts'
import { isPracticePush, isPracticeRepo, isTooSlow, practiceLines, tooSlowLines } from './practice.ts'
import { decidePractice, endPracticePush, insertPracticePush, listOpenPracticePushes, loadPracticePush, markCloned, opensPractice, stampPracticeFinished } from './practice-store.ts'

/** Practice has a gatekeeper of its own beside that of the take-homes. */
export function withPractice(takeHome: Gatekeeper, practice: Gatekeeper): Gatekeeper {
  return keepersByName(practice, { repo: isPracticeRepo, push: isPracticePush }, takeHome)
}

/** The practice repository's own rules: its own token, no deadline, a log of its own. */
export function practiceKeeper(context: Context): Gatekeeper {
  const ctx = context.as(SYSTEM)
  return {
    authorize: async ({ repoId, password }) => ((await ctx.look((look) => opensPractice(look, repoId, hashToken(password)))) ? { repoId, canPush: true, branch: BRANCH } : null),
    firstByte: (push) => ctx.transaction(async (tx) => ({ pushId: await insertPracticePush(tx, push) })),
    lastByte: ({ pushId }) => ctx.transaction((tx) => stampPracticeFinished(tx, pushId)),
    decide: ({ pushId }, updates, tips) => ctx.transaction((tx) => decide(tx, pushId, updates, tips)),
    decideAtOnce: (whole, updates, tips) =>
      ctx.transaction(async (tx) => {
        const pushId = await insertPracticePush(tx, whole)
        await stampPracticeFinished(tx, pushId)
        return { pushId, verdict: await decide(tx, pushId, updates, tips) }
      }),
    applied: ({ pushId }) =>
      ctx.transaction(async (tx) => {
        await endPracticePush(tx, pushId, 'applied')
        return practiceLines(await loadPracticePush(tx, pushId))
      }),
    abandoned: ({ pushId }, reason) =>
      ctx.transaction(async (tx) => {
        const { finishedAt } = await loadPracticePush(tx, pushId)
        await endPracticePush(tx, pushId, finishedAt ? 'refused' : 'void', reason)
      }),
    fetched: ({ repoId }) => ctx.transaction((tx) => markCloned(tx, repoId)),
  }
}

async function decide(tx: Tx, pushId: string, updates: RefUpdate[], tips: PushedTip[]): Promise<Verdict> {
  if (isTooSlow(await loadPracticePush(tx, pushId))) return { accept: false, lines: tooSlowLines() }
  await decidePractice(tx, pushId, updates, tips)
  return { accept: true, lines: [] }
}

/** Before the gateway serves: what its predecessor left in the middle is settled by what the refs say. */
export async function reconcilePractice(context: Context): Promise<void> {
  const ctx = context.as(SYSTEM)
  for (const { id, repoId, updates } of await ctx.transaction(listOpenPracticePushes)) {
    const inEffect = updates.length > 0 && (await ctx.git.exists(repoId)) ? await ctx.git.reconcile(repoId, { pushId: id }, updates) : []
    await ctx.transaction((tx) => endPracticePush(tx, id, inEffect.length > 0 ? 'applied' : 'void', inEffect.length > 0 ? '' : 'the gateway was restarted'))
  }
}
