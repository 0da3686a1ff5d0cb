import { z } from 'zod'
import { membersById } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { REMINDERS, type Reminder } from './reminders.ts'
import { overdueLetter, reminderLetter } from './reminder-mails.ts'
import { letterTo, whoIs } from './letter.ts'
import { decidersOf } from './round-mails.ts'
import { type Round, activePlaces } from './round.ts'
import { findRound, listPlaces } from './round-store.ts'

const payload = z.object({ round_id: z.string(), which: z.enum(REMINDERS), due_at: z.string() })

/**
 * Reminds those who have not submitted, and once the date has passed those who decide. Says nothing when the round is revealed,
 * the application has ended or the date was moved. Each mail is sent once.
 */
export async function remindReviewers(ctx: Context, raw: Record<string, unknown>): Promise<void> {
  const { round_id, which, due_at } = payload.parse(raw)
  await ctx.as(SYSTEM).transaction(async (tx) => {
    const round = await findRound(tx, round_id)
    if (!round || round.revealedAt || round.dueAt?.toISOString() !== due_at) return
    await remind(tx, ctx, round, which)
  })
}

async function remind(tx: Tx, ctx: Context, round: Round, which: Reminder): Promise<void> {
  const a = await loadApplicationById(tx, round.applicationId)
  if (a.state !== 'active') return
  const waited = activePlaces(await listPlaces(tx, [round.id])).filter((p) => p.state === 'assigned')
  const about = { who: whoIs(round, a), jobTitle: a.job.title, due: round.dueAt, ctx }
  await send(tx, round, which, waited.map((p) => p.memberId), (name) => letterTo(name, a, reminderLetter(about, which)))
  if (which !== 'overdue' && which !== 'still_overdue') return
  const names = waited.map((p) => p.name)
  const short = round.wanted - activePlaces(await listPlaces(tx, [round.id])).length
  await send(tx, round, `${which}.deciders`, await decidersOf(tx, a), (name) => letterTo(name, a, overdueLetter({ ...about, names, short, applicationId: a.id })))
}

async function send(tx: Tx, round: Round, what: string, memberIds: readonly string[], write: (to: { name: string; address: string }) => Parameters<typeof queueMail>[2]): Promise<void> {
  const people = (await membersById(tx, memberIds)).filter((m) => m.removed_at === null)
  for (const m of people) await queueMail(tx, `review.remind:${what}:${round.id}:${round.dueAt?.toISOString()}:${m.id}`, write({ name: m.name, address: m.email }), round.orgId)
}
