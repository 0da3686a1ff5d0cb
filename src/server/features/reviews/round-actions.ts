import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { listHiringTeamOf } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { MemberPrincipal } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Place, type Round, activePlaces, factsOf } from './round.ts'
import { decide } from './round-rules.ts'

type Action = RoundAnswer['actions'][number]

/** The policy matrix lets these two roles change a round. */
export function decides(me: Pick<MemberPrincipal, 'role'>): boolean {
  return me.role === 'owner' || me.role === 'recruiter'
}

/** Those two roles, and the hiring manager of the job. */
export async function decidesFor(tx: Tx, of: { jobId: string }): Promise<boolean> {
  const me = requireMember(tx)
  return decides(me) || (await listHiringTeamOf(tx, of)).hiringManager === me.memberId
}

/** Whoever reviewed, and whoever decides. */
export function mayDiscuss(me: Pick<MemberPrincipal, 'role' | 'memberId'>, places: readonly Place[]): boolean {
  return decides(me) || activePlaces(places).some((p) => p.memberId === me.memberId)
}

/** What the asking member can do now and, where they can't, why: the same rules the acts enforce. */
export function actionsOn(round: Round, places: readonly Place[], me: MemberPrincipal): Action[] {
  const mine = activePlaces(places).find((p) => p.memberId === me.memberId)
  const anybodyOpen = activePlaces(places).some((p) => p.state === 'assigned')
  const deciding = round.revealedAt ? 'The round is revealed.' : decides(me) ? null : 'Owners and recruiters do this.'
  const own = round.revealedAt ? 'The round is revealed.' : mine ? (mine.state === 'submitted' ? 'You have sealed your review.' : null) : 'You have no review in this round.'
  return [
    action('replace', deciding ?? (anybodyOpen ? null : 'Nobody is left who has not sealed.')),
    action('extend', deciding),
    action('unblind', whyNotUnblind(round, places, me)),
    action('discuss', !round.revealedAt ? 'Every review must be sealed first.' : mayDiscuss(me, places) ? null : 'Those who reviewed write this down, or an owner or a recruiter.'),
    action('decline', own),
    action('hand_over', own),
  ]
}

function action(name: Action['name'], whyNot: string | null): Action {
  return { name, allowed: whyNot === null, why_not: whyNot }
}

const WHY_NOT_UNBLIND: Partial<Record<string, string>> = { revealed: 'The round is revealed.', unblinded: 'The round is unblinded already.', nothing_sealed: 'No review is sealed yet.' }

function whyNotUnblind(round: Round, places: readonly Place[], me: MemberPrincipal): string | null {
  if (me.role !== 'owner') return 'Owners do this, in an emergency.'
  const decision = decide(factsOf(round, places), { act: 'unblind', by: me.memberId })
  return decision.ok ? null : (WHY_NOT_UNBLIND[decision.why] ?? 'You left this round.')
}
