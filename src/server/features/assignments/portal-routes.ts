import { assignmentOps } from '#contract/assignments.ts'
import { practiceOps } from '#contract/practice.ts'
import type { FileAnswer } from '#contract/common.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import { onOuter } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { catchUp, onCurrent } from './catch-up.ts'
import { createGitToken } from './create-git-token.ts'
import { openPractice, presentPractice } from './open-practice.ts'
import { calendarOf } from './calendar-of.ts'
import { assignmentNotStarted } from './errors.ts'
import { type Found, forCandidate } from './find.ts'
import { planStart } from './plan-start.ts'
import { presentToCandidate, receiptOf } from './present.ts'
import { startAssignment } from './start-assignment.ts'
import { startHosted } from './start-hosted.ts'
import { findSubmissionOfApplication } from './submission-store.ts'
import { submitNow } from './submit-now.ts'
import { downloadWork, projectFile, uploadWork } from './upload-work.ts'
import { undoSubmission } from './undo-submission.ts'

export const portalRoutes = [
  onOuter(assignmentOps.getPortalAssignment, (ctx, { params }) => onCurrent(ctx, (tx) => forCandidate.byApplication(tx, params.id), (tx, { application, a }) => presentToCandidate(tx, application, a, ctx))),
  onOuter(assignmentOps.startAssignment, (ctx, { params, body }) => start(ctx, params.id, body.provider_login)),
  onOuter(assignmentOps.planStart, (ctx, { params, body }) => change(ctx, params.id, (tx, id) => planStart(tx, id, body.at === null ? null : new Date(body.at)))),
  onOuter(assignmentOps.getDeadlineCalendar, (ctx, { params }) => onCurrent(ctx, (tx) => forCandidate.byId(tx, params.id), (tx, found) => calendarFile(tx, ctx, found))),
  onOuter(assignmentOps.createGitToken, (ctx, { params }) => onCurrent(ctx, (tx) => forCandidate.byId(tx, params.id), (tx, { a }) => createGitToken(tx, a.id, ctx.config.publicUrl))),
  onOuter(assignmentOps.uploadWork, (ctx, { params }) => uploadWork(ctx, params.id)),
  onOuter(assignmentOps.downloadWork, async (ctx, { params }) => projectFile(await downloadWork(ctx, params.id))),
  onOuter(practiceOps.getPractice, (ctx, { params }) => onCurrent(ctx, (tx) => forCandidate.byId(tx, params.id), (tx, { a }) => presentPractice(tx, ctx, a))),
  onOuter(practiceOps.openPractice, (ctx, { params }) => openPractice(ctx, params.id)),
  onOuter(assignmentOps.submitNow, (ctx, { params }) => change(ctx, params.id, submitNow)),
  onOuter(assignmentOps.undoSubmission, (ctx, { params }) => change(ctx, params.id, undoSubmission)),
  onOuter(assignmentOps.getReceipt, (ctx, { params }) => onCurrent(ctx, (tx) => forCandidate.byId(tx, params.id), (tx, { application }) => receiptFile(tx, application))),
]

async function start(ctx: Context, id: string, login: string | undefined) {
  const find = (tx: Tx) => forCandidate.byId(tx, id)
  await catchUp(ctx, find)
  const { a, application } = await ctx.transaction(find)
  await (a.provider === 'built-in' ? startAssignment(ctx, a, application) : startHosted(ctx, a, application, login))
  return ctx.transaction((tx) => show(tx, ctx, id))
}

/** One act on the candidate's own assignment, answered with the page as it is afterwards. */
async function change(ctx: Context, id: string, act: (tx: Tx, id: string) => Promise<void>) {
  await onCurrent(ctx, (tx) => forCandidate.byId(tx, id), (tx) => act(tx, id))
  return ctx.transaction((tx) => show(tx, ctx, id))
}

async function show(tx: Tx, ctx: Context, id: string) {
  const { application, a } = await forCandidate.byId(tx, id)
  return presentToCandidate(tx, application, a, ctx)
}

async function calendarFile(tx: Tx, ctx: Context, { a, application }: Found): Promise<FileAnswer> {
  const ics = await calendarOf(tx, ctx, application, a)
  if (!ics) throw assignmentNotStarted()
  return { bytes: Buffer.from(ics), content_type: 'text/calendar; charset=utf-8', filename: 'take-home.ics', disposition: 'attachment' }
}

async function receiptFile(tx: Tx, application: Parameters<typeof receiptOf>[0]): Promise<FileAnswer> {
  const submission = await findSubmissionOfApplication(tx, application.id)
  if (!submission) throw notFound('A receipt')
  const bytes = Buffer.from(`${JSON.stringify(receiptOf(application, submission), null, 2)}\n`)
  return { bytes, content_type: 'application/json', filename: `receipt-${submission.id}.json`, disposition: 'attachment' }
}
