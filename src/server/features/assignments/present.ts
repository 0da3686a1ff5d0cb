import type { Hosting, PortalAssignment, Push, Receipt, TeamAssignment } from '#contract/assignments.ts'
import { formatDuration } from '#contract/duration.ts'
import { type LoadedApplication, maskOfCandidate } from '#server/features/applications/index.ts'
import type { Mask } from '#server/lib/mask.ts'
import type { Context } from '#server/platform/context.ts'
import type { Principal } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, counts, isRunning, limitOf, newestThatCounts, type PushUpdate, shortRef, undoUntil } from './assignment.ts'
import { cloneUrl } from './create-git-token.ts'
import { assignmentStageOf, rubricOf } from './facts.ts'
import { type HostedRepository, hostingOf } from './hosted.ts'
import { helpFor } from './help.ts'
import { findHosted } from './hosted-store.ts'
import { payEarned, payOf, payPromise } from './pay.ts'
import { listUpdates } from './push-store.ts'
import { type Extension, listExtensions } from './store.ts'
import { findSubmissionOfApplication, type Submission } from './submission-store.ts'
import { foundTokenOf } from './token-store.ts'

/** Everything about the clock and the submission, for the team. */
export async function presentToTeam(tx: Tx, ctx: Context, application: LoadedApplication, a: Assignment): Promise<TeamAssignment> {
  const facts = await load(tx, a)
  const { rubric, sha256 } = rubricOf(application)
  const mask = await maskOfCandidate(tx, application)
  const shown = {
    ...common(application, a, facts),
    pushes: facts.updates.toReversed().map((u) => maskedPush(pushOf(a, u), mask)),
    started_at: a.clock?.startedAt.toISOString() ?? null,
    deadline_at: a.clock?.deadlineAt.toISOString() ?? null,
    submission_id: facts.submission?.id ?? null,
    hosting: teamHosting(hosting(ctx, a, facts), application, facts),
    rubric,
    rubric_sha256: sha256,
  }
  return mayKnowTimes(tx.principal) ? shown : withoutTimes(shown)
}

function maskedPush(p: Push, mask: Mask): Push {
  return { ...p, branch: mask(p.branch), subject: mask(p.subject), upload: p.upload && { ...p.upload, left_out: p.upload.left_out.map(mask) } }
}

/** From a start and an end anybody can work out how much time somebody was given. */
function withoutTimes(a: TeamAssignment): TeamAssignment {
  return { ...a, start_by: null, planned_start: null, started_at: null, deadline_at: null, extensions: [], receipt: a.receipt && { ...a.receipt, started_at: null, deadline_at: null } }
}

/** Those who can give time; nobody who judges the work. */
function mayKnowTimes(reader: Principal): boolean {
  return reader.kind === 'member' && (reader.role === 'owner' || reader.role === 'recruiter')
}

/** The candidate's page: before the start what they agree to, then the clock and what would be submitted now. */
export async function presentToCandidate(tx: Tx, application: LoadedApplication, a: Assignment, ctx: Context): Promise<PortalAssignment> {
  const facts = await load(tx, a)
  const last = newestThatCounts(a, facts.updates)
  return {
    ...common(application, a, facts),
    ...task(application, a),
    server_time: tx.now.toISOString(),
    started_at: a.clock?.startedAt.toISOString() ?? null,
    deadline_at: a.clock?.deadlineAt.toISOString() ?? null,
    clone_url: a.clock ? (facts.hosted?.made?.cloneUrl ?? cloneUrl(ctx.config.publicUrl, a.repoId)) : null,
    token_found: await tokenFound(tx, a),
    hosting: hosting(ctx, a, facts),
    help: await helpFor(tx, application),
    last_push: last && pushOf(a, last),
    would_submit: last?.commit ?? a.clock?.starterCommit ?? null,
    can_submit: isRunning(a, tx.now),
    can_undo_until: undoUntil(a, tx.now)?.toISOString() ?? null,
  }
}

async function tokenFound(tx: Tx, a: Assignment): Promise<PortalAssignment['token_found']> {
  const found = await foundTokenOf(tx, a.id)
  return found && { at: found.at.toISOString(), works_until: found.untilDeadline ? (a.clock?.deadlineAt.toISOString() ?? null) : null }
}

interface Facts {
  updates: PushUpdate[]
  extensions: Extension[]
  submission: Submission | null
  /** null on our own server. */
  hosted: HostedRepository | null
}

async function load(tx: Tx, a: Assignment): Promise<Facts> {
  const updates = await listUpdates(tx, a.id)
  const extensions = await listExtensions(tx, a.id)
  const hosted = a.provider === 'built-in' ? null : await findHosted(tx, a.id)
  return { updates, extensions, hosted, submission: await findSubmissionOfApplication(tx, a.applicationId) }
}

/** Where the server is not set up for it any more, what it could not promise is still true. */
function hosting(ctx: Context, a: Assignment, { hosted }: Facts): Hosting {
  return hostingOf(a, hosted, (ctx.providers[a.provider] ?? UNKNOWN_PROVIDER).capabilities)
}

/** What was refused may name the account too. */
function teamHosting(shown: Hosting, application: LoadedApplication, { hosted }: Facts): TeamAssignment['hosting'] {
  if (application.anonymous) return { ...shown, login: null, url: null, invitation_url: null, problem: '' }
  return { ...shown, problem: hosted?.problem ?? '' }
}

const UNKNOWN_PROVIDER = { capabilities: { atomicDeadline: false, perRepoToken: false, pushTimes: 'provider', hidesLatePush: false } as const }

function common(application: LoadedApplication, a: Assignment, { updates, extensions, submission }: Facts) {
  return {
    id: a.id,
    application_id: a.applicationId,
    state: a.state,
    start_by: a.startBy.toISOString(),
    planned_start: a.plannedStart?.toISOString() ?? null,
    extensions: extensions.map((e) => ({ seconds: e.seconds, reason: e.reason, at: e.at.toISOString() })),
    pushes: updates.toReversed().map((u) => pushOf(a, u)),
    receipt: submission && receiptOf(application, submission),
  }
}

function task(application: LoadedApplication, a: Assignment) {
  const stage = assignmentStageOf(application.process)
  const { rubric, sha256 } = rubricOf(application)
  const { summary, task: text, effort, ai_policy, ownership } = stage.config
  const seconds = limitOf(a)
  return {
    title: stage.name,
    summary,
    task: text,
    effort,
    ai_policy,
    ownership,
    rubric,
    rubric_sha256: sha256,
    pay: payOf(stage),
    pay_promise: payPromise(stage),
    time_limit: formatDuration(`PT${seconds}S`),
    time_limit_seconds: seconds,
  }
}

export function pushOf(a: Assignment, u: PushUpdate): Push {
  return {
    seq: u.seq,
    branch: shortRef(u.ref),
    commit: u.commit,
    subject: u.subject,
    received_at: u.receivedAt.toISOString(),
    finished_at: u.finishedAt?.toISOString() ?? null,
    state: u.state,
    forced: u.forced,
    by: u.upload ? 'upload' : 'git',
    upload: u.upload?.changed ? { ...u.upload.changed, left_out: u.upload.leftOut } : null,
    counts: counts(a, u),
  }
}

/** The sealed facts, as the candidate keeps them. */
export function receiptOf(application: LoadedApplication, s: Submission): Receipt {
  return {
    submission_id: s.id,
    commit: s.commit,
    tree: s.tree,
    content_sha256: s.contentSha256,
    rubric_sha256: s.rubricSha256,
    process_version: s.processVersion,
    started_at: s.startedAt.toISOString(),
    deadline_at: s.deadlineAt.toISOString(),
    received_at: s.receivedAt?.toISOString() ?? null,
    sealed_at: s.sealedAt.toISOString(),
    source: s.source,
    empty: s.empty,
    pay: payEarned(assignmentStageOf(application.process), s.empty),
  }
}
