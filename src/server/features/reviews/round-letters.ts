import type { DeclineReason } from '#contract/rounds.ts'
import type { Context } from '#server/platform/context.ts'
import type { AboutRound, Letter } from './letter.ts'
import { activePlaces } from './round.ts'
import { moment } from './words.ts'

const reviewsPage = (ctx: Context, label: string) => ({ label, url: `${ctx.config.publicUrl}/app/reviews` })
const roundPage = (ctx: Context, { a, round }: AboutRound, label: string) => ({ label, url: `${ctx.config.publicUrl}/app/applications/${a.id}?tab=${round.stageKey}` })

export function asked({ round, a, who }: AboutRound, ctx: Context): Letter {
  const due = round.dueAt ? ` Please seal your review by ${moment(round.dueAt)}: that is what the candidate was promised.` : ''
  return {
    subject: `A submission for ${a.job.title} waits for your review`,
    paragraphs: [
      `A submission by ${who} for ${a.job.title} waits for you.${due}`,
      'Read the code, score each criterion of the rubric with its evidence, and seal. Until everybody has sealed, nobody sees what you write, and you see nothing of theirs.',
      'If you can’t, decline or hand it over to a colleague on that page.',
    ],
    action: reviewsPage(ctx, 'Open my reviews'),
  }
}

export function relieved({ a, who }: AboutRound, ctx: Context): Letter {
  return {
    subject: `You are no longer asked to review (${a.job.title})`,
    paragraphs: [`Somebody else reviews the submission by ${who} for ${a.job.title} in your place. There is nothing left for you to do; the reviews are open to you once they are all sealed.`],
    action: reviewsPage(ctx, 'Open my reviews'),
  }
}

export const DECLINED_BECAUSE: Record<DeclineReason, string> = { no_time: 'no time', conflict_of_interest: 'a conflict of interest', not_my_field: 'not their field', other: 'another reason' }

/** The reason is in the place and never in the event, so that no feed has it. `quote`: with the words of whoever declined. */
export function declined(about: AboutRound, memberId: string, { quote, ctx }: { quote: boolean; ctx: Context }): Letter {
  const { a, who, places, round } = about
  const place = places.find((p) => p.memberId === memberId)
  const reason = place?.left?.reason ? DECLINED_BECAUSE[place.left.reason] : 'no reason given'
  const short = round.wanted - activePlaces(places).length
  return {
    subject: `${place?.name ?? 'A reviewer'} can’t review (${a.job.title})`,
    paragraphs: [
      `${place?.name ?? 'A reviewer'} declined to review the submission by ${who} for ${a.job.title}: ${reason}.`,
      ...(quote && place?.left?.words ? place.left.words.split(/\n+/).map((line) => `> ${line}`) : []),
      short > 0 ? 'Nobody else of the pool is free to judge this candidate: add reviewers to the job’s hiring team.' : 'Somebody else of the pool has been asked already.',
      'The candidate is not told.',
    ],
    action: roundPage(ctx, about, 'Open the round'),
  }
}

export function unblinded(about: AboutRound, o: { by: string; reason: string }, ctx: Context): Letter {
  const { a, who } = about
  return {
    subject: `${o.by} opened sealed reviews early (${a.job.title})`,
    paragraphs: [
      `${o.by} opened the sealed reviews of the submission by ${who} for ${a.job.title} before all were in. They wrote:`,
      ...o.reason.split(/\n+/).map((line) => `> ${line}`),
      'A review that is not sealed stays closed to everybody but its author, and whoever has yet to seal still sees nothing of the others. The round stays marked, leaves the statistics, and the candidate is told.',
    ],
    action: reviewsPage(ctx, 'Open my reviews'),
  }
}

export function allSealed({ a, who }: AboutRound, feedbackDue: Date | null, ctx: Context): Letter {
  const due = feedbackDue ? ` by ${moment(feedbackDue)}` : ''
  return {
    subject: `All reviews are sealed (${a.job.title})`,
    paragraphs: [`Every review of the submission by ${who} for ${a.job.title} is sealed, so you can now read them side by side.`, `The candidate is owed written feedback${due}. An owner or a recruiter sends it.`],
    action: reviewsPage(ctx, 'Read the reviews'),
  }
}
