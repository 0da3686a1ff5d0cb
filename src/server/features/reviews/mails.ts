import { membersById } from '#server/features/accounts/index.ts'
import { type LoadedApplication, findStage, listHiringTeamOf, loadApplicationById, promiseOf } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { findFeedback } from './feedback-store.ts'
import { type Round, activePlaces, candidateCode } from './round.ts'
import { findRound, listPlaces } from './round-store.ts'
import { moment } from './words.ts'

/** Mails are written from public facts alone: who is asked, by when, and that a round is revealed. */
export const reviewMails: NonNullable<Feature['mails']> = {
  'review.assigned': (tx, e, ctx) => aboutRound(tx, e.data.round_id, [e.data.member_id], (round, a) => asked(round, a, ctx)),
  'review.replaced': (tx, e, ctx) => aboutRound(tx, e.data.round_id, [e.data.left], (round, a) => relieved(round, a, ctx)),
  'review_round.revealed': async (tx, e, ctx) => {
    const a = await loadApplicationById(tx, e.data.application_id)
    const due = (await promiseOf(tx, a.id, 'feedback'))?.due_at
    return aboutRound(tx, e.data.round_id, await readersOf(tx, e.data.round_id, a), (round) => allSealed(round, a, due ? new Date(due) : null, ctx))
  },
  'feedback.sent': (tx, e, ctx) => feedbackMail(tx, e.data.application_id, ctx),
}

type Letter = Pick<MailDraft, 'subject' | 'paragraphs' | 'action'>

/** The same letter to several members. It is not filed under the application, whose mail the candidate may read. */
async function aboutRound(tx: Tx, roundId: string, memberIds: readonly string[], write: (round: Round, a: LoadedApplication) => Letter): Promise<MailDraft[]> {
  const round = await findRound(tx, roundId)
  if (!round) return []
  const a = await loadApplicationById(tx, round.applicationId)
  const letter = write(round, a)
  const people = (await membersById(tx, memberIds)).filter((m) => m.removed_at === null)
  return people.map((m) => ({ ...letter, to: { name: m.name, address: m.email }, fromName: a.organization.name, paragraphs: [`Hello ${m.name},`, ...letter.paragraphs] }))
}

/** The reviewers and whoever decides. */
async function readersOf(tx: Tx, roundId: string, a: LoadedApplication): Promise<string[]> {
  const { hiringManager } = await listHiringTeamOf(tx, a)
  const reviewers = activePlaces(await listPlaces(tx, [roundId])).map((p) => p.memberId)
  return [...new Set(hiringManager ? [...reviewers, hiringManager] : reviewers)]
}

/** How a mail speaks of the candidate: by code where reviews are anonymous. */
function whoIs(round: Round, a: LoadedApplication): string {
  const anonymous = findStage(a.process, 'team_review', round.stageKey)?.config.anonymous ?? true
  return anonymous ? `candidate ${candidateCode(a.id)}` : a.candidate.name
}

const reviewsPage = (ctx: Context, label: string) => ({ label, url: `${ctx.config.publicUrl}/app/reviews` })

function asked(round: Round, a: LoadedApplication, ctx: Context): Letter {
  const due = round.dueAt ? ` Please seal your review by ${moment(round.dueAt)}: that is what the candidate was promised.` : ''
  return {
    subject: `A submission for ${a.job.title} waits for your review`,
    paragraphs: [
      `A submission by ${whoIs(round, a)} for ${a.job.title} waits for you.${due}`,
      'Read the code, score each criterion of the rubric with its evidence, and seal. Until everybody has sealed, nobody sees what you write, and you see nothing of theirs.',
    ],
    action: reviewsPage(ctx, 'Open my reviews'),
  }
}

function relieved(round: Round, a: LoadedApplication, ctx: Context): Letter {
  return {
    subject: `You are no longer asked to review (${a.job.title})`,
    paragraphs: [`Somebody else reviews the submission by ${whoIs(round, a)} for ${a.job.title} in your place. There is nothing left for you to do; the reviews are open to you once they are all sealed.`],
    action: reviewsPage(ctx, 'Open my reviews'),
  }
}

function allSealed(round: Round, a: LoadedApplication, feedbackDue: Date | null, ctx: Context): Letter {
  const due = feedbackDue ? ` by ${moment(feedbackDue)}` : ''
  return {
    subject: `All reviews are sealed (${a.job.title})`,
    paragraphs: [`Every review of the submission by ${whoIs(round, a)} for ${a.job.title} is sealed, so you can now read them side by side.`, `The candidate is owed written feedback${due}. An owner or a recruiter sends it.`],
    action: reviewsPage(ctx, 'Read the reviews'),
  }
}

/** The text itself, unless it came as the message of a rejection: that mail has carried it. */
async function feedbackMail(tx: Tx, applicationId: string, ctx: Context): Promise<MailDraft[]> {
  const feedback = await findFeedback(tx, applicationId)
  if (!feedback?.sentAt || feedback.withRejection) return []
  const a = await loadApplicationById(tx, applicationId)
  return [
    {
      to: { name: a.candidate.name, address: a.candidate.email },
      fromName: a.organization.name,
      applicationId: a.id,
      subject: `Feedback on your work for ${a.job.title}`,
      paragraphs: [`Hello ${a.candidate.name},`, `The people who reviewed your work at ${a.organization.name} wrote to you:`, ...feedback.text.split(/\n+/).map((line) => `> ${line}`), 'It stays on your page, together with what happens next.'],
      action: { label: 'Open your portal', url: `${ctx.config.publicUrl}/portal/applications/${a.id}` },
    },
  ]
}
