import { type MemberRow, listMembersOf, membersById } from '#server/features/accounts/index.ts'
import { type LoadedApplication, isNamelessTo, listHiringTeamOf, loadApplicationById, promiseOf } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import { maskFor } from '#server/lib/mask.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type AboutRound, type Letter, letterTo, whoIs } from './letter.ts'
import { allSealed, asked, declined, relieved, unblinded } from './round-letters.ts'
import { activePlaces } from './round.ts'
import { findRound, listPlaces } from './round-store.ts'

/** Mails are written from public facts alone: who is asked, by when, and that a round is revealed. */
export const roundMails: NonNullable<Feature['mails']> = {
  'review.assigned': (tx, e, ctx) => aboutRound(tx, e.data.round_id, () => [e.data.member_id], (about) => asked(about, ctx)),
  'review.replaced': (tx, e, ctx) => aboutRound(tx, e.data.round_id, () => [e.data.left], (about) => relieved(about, ctx)),
  'review.excluded': (tx, e, ctx) => aboutRound(tx, e.data.round_id, () => [e.data.member_id], (about) => relieved(about, ctx)),
  'review.declined': (tx, e, ctx) => declinedMails(tx, e.data, ctx),
  'review_round.unblinded': (tx, e, ctx) => aboutRound(tx, e.data.round_id, reviewersOf, (about) => unblinded(about, { by: e.actor.name, reason: maskFor([about.a.candidate])(e.data.reason) }, ctx)),
  'review_round.revealed': async (tx, e, ctx) => {
    const due = (await promiseOf(tx, e.data.application_id, 'feedback'))?.due_at
    return aboutRound(tx, e.data.round_id, readersOf, (about) => allSealed(about, due ? new Date(due) : null, ctx))
  },
}

/** Whom the program turns to about a round: the hiring manager, and where there is none the owners. */
export async function decidersOf(tx: Tx, a: LoadedApplication): Promise<string[]> {
  const { hiringManager } = await listHiringTeamOf(tx, a)
  const members = await listMembersOf(tx, a.orgId)
  if (hiringManager && members.some((m) => m.id === hiringManager)) return [hiringManager]
  return members.filter((m) => m.role === 'owner').map((m) => m.id)
}

/** The same letter to several members. */
async function aboutRound(tx: Tx, roundId: string, to: (tx: Tx, about: AboutRound) => readonly string[] | Promise<readonly string[]>, write: (about: AboutRound, to: MemberRow) => Letter | Promise<Letter>): Promise<MailDraft[]> {
  const round = await findRound(tx, roundId)
  if (!round) return []
  const a = await loadApplicationById(tx, round.applicationId)
  const about = { round, a, who: whoIs(round, a), places: await listPlaces(tx, [roundId]) }
  const people = (await membersById(tx, await to(tx, about))).filter((m) => m.removed_at === null)
  const mails: MailDraft[] = []
  for (const m of people) mails.push(letterTo({ name: m.name, address: m.email }, a, await write(about, m)))
  return mails
}

function reviewersOf(_: Tx, { places }: AboutRound): string[] {
  return activePlaces(places).map((p) => p.memberId)
}

/** The reviewers and whoever decides. */
async function readersOf(tx: Tx, about: AboutRound): Promise<string[]> {
  const { hiringManager } = await listHiringTeamOf(tx, about.a)
  const reviewers = reviewersOf(tx, about)
  return [...new Set(hiringManager ? [...reviewers, hiringManager] : reviewers)]
}

/** To those who decide, with the reason; never to the candidate, nor to whoever declined. What was written may tell whose work it is. */
function declinedMails(tx: Tx, d: { round_id: string; member_id: string }, ctx: Context): Promise<MailDraft[]> {
  const to = async (tx: Tx, { a }: AboutRound) => (await decidersOf(tx, a)).filter((id) => id !== d.member_id)
  return aboutRound(tx, d.round_id, to, async (about, m) => declined(about, d.member_id, { quote: !(await isNamelessTo(tx, { memberId: m.id, role: m.role }, about.a.id)), ctx }))
}
