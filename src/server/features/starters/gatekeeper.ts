import { STARTER_EDITORS } from '#contract/starters.ts'
import type { AppliedUpdate, Gatekeeper, PushStamp } from '#server/adapters/git/port.ts'
import { hashToken } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { keepersByName } from '#server/platform/keepers.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { lookOver } from './look-over.ts'
import { decidePush, endPush, insertPush, listOpenPushes, loadPush, stampFinished, type StarterPush } from './push-store.ts'
import { receiveVersion } from './receive-version.ts'
import { BRANCH, isStarterPush, isStarterRepo, MAIN, pushLines, type Version } from './starter.ts'
import { findStarterOfRepo, holderOf } from './store.ts'
import { findVersionOfPush } from './version-store.ts'

/** Starters have a gatekeeper of their own beside that of the candidates' repositories. */
export function withStarters(others: Gatekeeper, context: Context): Gatekeeper {
  return keepersByName(starterKeeper(context), { repo: isStarterRepo, push: isStarterPush }, others)
}

/** A starter's own rules: members who may edit it, no deadline, and a new version with each push to main. */
function starterKeeper(context: Context): Gatekeeper {
  const ctx = context.as(SYSTEM)
  return {
    authorize: async ({ repoId, password }) => {
      const holder = await ctx.transaction((tx) => holderOf(tx, repoId, hashToken(password)))
      if (!holder || !STARTER_EDITORS.some((role) => role === holder.role)) return null
      const closed = 'This starter is archived. Take it back into use on its page, and push again.'
      return { repoId, canPush: !holder.archived, refusePush: closed, branch: BRANCH, pusher: holder.memberId }
    },
    firstByte: ({ repoId, by, pusher, age }) => ctx.transaction(async (tx) => ({ pushId: await insertPush(tx, { repoId, memberId: pusher ?? null, brought: by ?? 'push', age }) })),
    lastByte: ({ pushId }) => ctx.transaction((tx) => stampFinished(tx, pushId)),
    decide: ({ pushId }, updates, tips) =>
      ctx.transaction(async (tx) => {
        await decidePush(tx, pushId, updates, tips)
        return { accept: true, lines: [] }
      }),
    decideAtOnce: ({ repoId, pusher, age }, updates, tips) =>
      ctx.transaction(async (tx) => {
        const pushId = await insertPush(tx, { repoId, memberId: pusher ?? null, brought: 'push', age })
        await stampFinished(tx, pushId)
        await decidePush(tx, pushId, updates, tips)
        return { pushId, verdict: { accept: true, lines: [] } }
      }),
    applied: (s, updates) => applyPush(ctx, s, updates),
    abandoned: ({ pushId }, reason) =>
      ctx.transaction(async (tx) => {
        const { finishedAt } = await loadPush(tx, pushId)
        await endPush(tx, pushId, finishedAt ? 'refused' : 'void', reason)
      }),
    fetched: async () => {},
  }
}

/** Makes the version, looks its files over, and says so. Repeating it changes nothing and says the same. */
async function applyPush(ctx: Context, { pushId }: PushStamp, updates: readonly AppliedUpdate[]): Promise<string[]> {
  const { part, starterId, version } = await ctx.transaction(async (tx) => {
    const push = await loadPush(tx, pushId)
    const found = await findStarterOfRepo(tx, push.repoId)
    if (!found) throw new Error(`Push ${pushId} has no starter`)
    const main = updates.find((u) => u.ref === MAIN)
    if ((await endPush(tx, pushId, 'applied')) && main) await versionOfPush(tx, push, found, main.newSha)
    return { part: found.part, starterId: found.starter.id, version: await findVersionOfPush(tx, pushId) }
  })
  const looked: Version | null = version && (await lookOver(ctx, version.id))
  const { kind } = await ctx.sandbox.standing()
  return pushLines(part, looked, { sandbox: kind !== 'none', page: `${ctx.config.publicUrl}/app/starters/${starterId}` })
}

async function versionOfPush(tx: Tx, push: StarterPush, { starter, part }: NonNullable<Awaited<ReturnType<typeof findStarterOfRepo>>>, tip: string) {
  const [commit, checksCommit] = part === 'files' ? [tip, null] : [null, tip]
  await receiveVersion(tx, starter, { commit, checksCommit, pushId: push.id, brought: push.brought, subject: push.subject, receivedAt: push.receivedAt, receivedBy: push.memberId })
}

/** Before the gateway serves: what its predecessor left in the middle is settled by what the refs say. */
export async function reconcileStarters(context: Context): Promise<void> {
  const ctx = context.as(SYSTEM)
  for (const { id, repoId, updates } of await ctx.transaction(listOpenPushes)) {
    const stamp = { pushId: id }
    const inEffect = updates.length > 0 && (await ctx.git.exists(repoId)) ? await ctx.git.reconcile(repoId, stamp, updates) : []
    if (inEffect.length > 0) await applyPush(ctx, stamp, inEffect)
    else await ctx.transaction((tx) => endPush(tx, id, 'void', 'the gateway was restarted'))
  }
}
