import { durationSeconds } from '#contract/duration.ts'
import type { Interview, PortalInterview, Scorecard } from '#contract/interviews.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { submissionOf } from '#server/features/assignments/index.ts'
import { openSlots } from '#server/features/scheduling/index.ts'
import { type KeptCard, missingInCard, presentCard, visibleCards } from '#server/features/scorecards/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Loaded, interviewersOf } from './load.ts'
import { agendaOf } from './store.ts'

/** Minutes of the interview, from its process. */
export function minutesOf(l: Pick<Loaded, 'stage'>): number {
  return Math.ceil(durationSeconds(l.stage.config.duration) / 60)
}

export async function presentInterview(tx: Tx, l: Loaded): Promise<Interview> {
  const { i, a } = l
  const cards: Scorecard[] = []
  for (const card of await visibleCards(tx, { interview_id: i.id })) cards.push(await presentScorecard(tx, l, card))
  const me = requireMember(tx).memberId
  return {
    id: i.id,
    application_id: a.id,
    stage_key: i.stage_key,
    state: i.state,
    starts_at: i.starts_at?.toISOString() ?? null,
    ends_at: i.ends_at?.toISOString() ?? null,
    candidate_time_zone: i.candidate_time_zone,
    interviewer: i.interviewer_id ? { id: i.interviewer_id, name: await memberName(tx, i.interviewer_id) } : null,
    location: i.location,
    held_at: i.held_at?.toISOString() ?? null,
    submission_id: (await submissionOf(tx, a.id))?.id ?? null,
    agenda: await agendaOf(tx, i.id),
    criteria: l.stage.config.criteria,
    my_scorecard: cards.find((c) => c.author.id === me) ?? null,
    scorecards: cards.filter((c) => c.sealed_at !== null),
  }
}

async function presentScorecard(tx: Tx, l: Loaded, card: KeptCard): Promise<Scorecard> {
  const { criteria } = l.stage.config
  return { id: card.id, author: { id: card.authorId, name: await memberName(tx, card.authorId) }, ...presentCard(criteria, card, card.sealedAt ? [] : missingInCard(criteria, card)) }
}

/** What the candidate sees: the questions, never the prompts for the interviewer, never a score. */
export async function presentForCandidate(tx: Tx, l: Loaded): Promise<PortalInterview> {
  const { i, a, stage } = l
  const open = a.state === 'active' && i.state !== 'held'
  return {
    id: i.id,
    application_id: a.id,
    name: stage.name,
    description: stage.candidate_description,
    state: i.state,
    minutes: minutesOf(l),
    starts_at: i.starts_at?.toISOString() ?? null,
    ends_at: i.ends_at?.toISOString() ?? null,
    time_zone: i.candidate_time_zone,
    with: i.interviewer_id ? await memberName(tx, i.interviewer_id) : null,
    location: i.location,
    agenda: (await agendaOf(tx, i.id)).filter((item) => item.source !== 'added').map((item) => ({ text: item.text })),
    slots: open ? await openSlots(tx, { memberIds: await interviewersOf(tx, a), minutes: minutesOf(l) }) : [],
  }
}
