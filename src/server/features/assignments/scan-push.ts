import { revokeFoundToken } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import { hashToken, tokensIn } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, keepsFoundToken, type PushUpdate } from './assignment.ts'
import { foundTokenMail } from './found-token-mail.ts'
import { listUpdates, loadPush } from './push-store.ts'
import { findAssignment, lockAssignment } from './store.ts'
import { endFoundToken, findLiveToken } from './token-store.ts'

const MOST_BYTES = 64 * 1024 * 1024
const WITHIN_MS = 20_000
/** Of one push. Whoever pushes thousands of things like tokens has pushed no token of ours. */
const MOST_TOKENS = 100

interface Scanned {
  a: Assignment
  updates: PushUpdate[]
  known: string[]
}

interface Hit {
  token: string
  path: string
}

/**
 * Looks through what a push brought for tokens of ours, and ends each that still opens something: whoever reads the work would
 * have it. Their owners are told and lose nothing. Repeating it is harmless.
 */
export async function scanPush(context: Context, pushId: string): Promise<void> {
  const ctx = context.as(SYSTEM)
  const scanned = await ctx.transaction((tx) => whatToScan(tx, pushId))
  if (!scanned || !(await ctx.git.exists(scanned.a.repoId))) return
  for (const hit of await findTokens(ctx, scanned)) await endToken(ctx, scanned, hit)
}

/** What earlier pushes brought has been looked through already, and the starter is ours. */
async function whatToScan(tx: Tx, pushId: string): Promise<Scanned | null> {
  const { assignmentId } = await loadPush(tx, pushId)
  const a = await findAssignment(tx, assignmentId)
  const applied = (await listUpdates(tx, assignmentId)).filter((u) => u.applied)
  const updates = applied.filter((u) => u.pushId === pushId)
  const first = updates[0]
  if (!a?.clock || !first) return null
  return { a, updates, known: [a.clock.starterCommit, ...applied.filter((u) => u.seq < first.seq).map((u) => u.newSha)] }
}

async function findTokens(ctx: Context, { a, updates, known }: Scanned): Promise<Hit[]> {
  const hits = new Map<string, Hit>()
  for await (const { path, bytes } of ctx.git.reader(a.repoId).added(updates.map((u) => u.newSha), { known, maxBytes: MOST_BYTES, withinMs: WITHIN_MS })) {
    for (const token of [...tokensIn(bytes), ...tokensIn(Buffer.from(path))]) if (!hits.has(token)) hits.set(token, { token, path })
    if (hits.size >= MOST_TOKENS) break
  }
  return [...hits.values()].slice(0, MOST_TOKENS)
}

async function endToken(ctx: Context, scanned: Scanned, hit: Hit): Promise<void> {
  const hash = hashToken(hit.token)
  await ctx.transaction(async (tx) => {
    await revokeFoundToken(tx, ctx, hash)
    const token = await findLiveToken(tx, hash)
    if (!token) return
    const a = await lockAssignment(tx, token.assignmentId)
    const untilDeadline = keepsFoundToken(a, tx.now)
    if (!(await endFoundToken(tx, token.id, { untilDeadline }))) return
    // Of somebody else's repository its candidate hears nothing.
    const where = a.id === scanned.a.id ? { commit: scanned.updates[0]!.commit, path: hit.path } : null
    await queueMail(tx, `assignment.token_found:${token.id}`, foundTokenMail(await loadApplicationById(tx, a.applicationId), ctx, { where, deadline: untilDeadline ? (a.clock?.deadlineAt ?? null) : null }), a.orgId)
    await record(tx, 'assignment.token_found', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id })
  })
}
