import type { HiringTeam } from '#contract/jobs.ts'
import { operations } from '#contract/index.ts'
import type { AnswerOf } from '#contract/operation.ts'
import type { HiringProcess } from '#contract/process.ts'
import type { Principal } from '#server/platform/principal.ts'
import { type TestApp, startTestApp } from './app.ts'
import type { Client } from './client.ts'
import { processFixture } from './process-fixture.ts'

type Round = AnswerOf<typeof operations.getRound>

export interface Person {
  id: string
  client: Client
  email: string
}

interface ToReview {
  /** Done while the clock of the take-home runs, with the assignment's id. */
  whileRunning?: (assignmentId: string) => Promise<void>
}

/** A job with three reviewers, an owner and a recruiter, where anybody who applies can be brought to their review. */
export interface ReviewHouse {
  app: TestApp
  jobId: string
  owner: Person
  recruiter: Person
  reviewers: Person[]
  setTeam(change: Partial<HiringTeam>): Promise<HiringTeam>
  /** Somebody applies, takes the time they have, and is now in review. */
  toReview(email: string, o?: ToReview): Promise<{ applicationId: string; candidate: Client }>
  /** The round, and its reviewers with their own reviews' ids. */
  roundOf(applicationId: string): Promise<{ round: Round; places: Reviewer[] }>
  /** Both: somebody in review, with the two who review them and the one who is left. Without an address they get one of their own. */
  inReview(email?: string, o?: ToReview): Promise<InReview>
  close(): Promise<void>
}

export type Reviewer = Person & { reviewId: string }

export interface InReview {
  applicationId: string
  candidate: Client
  email: string
  round: Round
  places: Reviewer[]
  first: Reviewer
  second: Reviewer
  /** Of the pool, and in no place. */
  third: Person
  /** For operations on the application, and on its round. */
  params: { id: string }
  roundParams: { id: string }
}

export const WORDS = 'The unique index on machine and hour makes it impossible.'

export async function startReviewHouse(env: Record<string, string> = {}): Promise<ReviewHouse> {
  const app = await startTestApp({ env })
  const owner = await person(await app.signUpOwner(), 'olivia@acme.test')
  const join = async (role: 'recruiter' | 'reviewer', email: string) => person(await app.inviteAndJoin(owner.client, role, email), email)
  const recruiter = await join('recruiter', 'rec@acme.test')
  const reviewers = [await join('reviewer', 'r1@acme.test'), await join('reviewer', 'r2@acme.test'), await join('reviewer', 'r3@acme.test')]
  const jobId = (await owner.client.call(operations.createJob, { body: { title: 'Backend Engineer' } })).id
  const params = { id: jobId }
  const team: HiringTeam = { hiring_manager: owner.id, reviewers: reviewers.map((r) => r.id), interviewers: [recruiter.id] }
  const setTeam = (change: Partial<HiringTeam>) => owner.client.call(operations.setHiringTeam, { params, body: { ...team, ...change } })
  await owner.client.call(operations.updateJobProcess, { params, body: { process: process(), revision: 1 } })
  await setTeam({})
  await owner.client.call(operations.updateJob, { params, body: { pay_range: { min: { amount_minor: 1_000_000, currency: 'EUR' }, max: { amount_minor: 2_000_000, currency: 'EUR' }, period: 'month' } } })
  await owner.client.call(operations.publishJob, { params })
  const people = [owner, recruiter, ...reviewers]
  const roundOf = async (applicationId: string) => {
    const round = await owner.client.call(operations.getRound, { params: { id: applicationId } })
    return { round, places: await Promise.all(round.reviewers.map(({ id }) => reviewerOf(people.find((p) => p.id === id), applicationId))) }
  }
  let count = 0
  return {
    app,
    jobId,
    owner,
    recruiter,
    reviewers,
    setTeam,
    toReview: (email, o) => toReview(app, email, o),
    roundOf,
    inReview: async (email = `candidate-${++count}@example.test`, o) => {
      const who = await toReview(app, email, o)
      const { round, places } = await roundOf(who.applicationId)
      const [first, second] = places
      const third = reviewers.find((p) => !places.some((x) => x.id === p.id))
      if (!first || !second || !third) throw new Error('A round without two reviewers, or nobody left in the pool')
      return { ...who, email, round, places, first, second, third, params: { id: who.applicationId }, roundParams: { id: round.id } }
    },
    close: () => app.close(),
  }
}

async function reviewerOf(who: Person | undefined, applicationId: string): Promise<Reviewer> {
  if (!who) throw new Error('Somebody else reviews')
  const mine = await who.client.call(operations.getRound, { params: { id: applicationId } })
  return { ...who, reviewId: mine.my_review_id ?? '' }
}

async function person(client: Client, email: string): Promise<Person> {
  return { client, email, id: (await client.call(operations.getSession)).member.id }
}

function process(): HiringProcess {
  const fixture = processFixture()
  return {
    ...fixture,
    stages: fixture.stages.map((s) => {
      if (s.type === 'application_form') return { ...s, config: { ...s.config, screening_enabled: false } }
      // A minute is enough: sessions age with the shifted clock.
      if (s.type === 'code_assignment') return { ...s, config: { ...s.config, time_limit: 'PT1M' } }
      return s.type === 'team_review' ? { ...s, due_within: 'P3D' } : s
    }),
  }
}

async function toReview(app: TestApp, email: string, o: ToReview = {}): Promise<{ applicationId: string; candidate: Client }> {
  const answers = { systems: 'Looms', zone: 'Europe' }
  const { application_id: applicationId } = await app.call(operations.apply, { params: { org: 'acme', job: 'backend-engineer' }, body: { name: 'Zelda Candidate', email, answers } })
  await app.settle()
  const candidate = await app.portal(email)
  const { id } = await candidate.call(operations.getPortalAssignment, { params: { id: applicationId } })
  await candidate.call(operations.startAssignment, { params: { id } })
  await o.whileRunning?.(id)
  await app.clock.shift(200)
  await app.settle()
  return { applicationId, candidate }
}

/** Everything a review needs before it can be sealed. */
export async function fillReview(p: { client: Client; reviewId: string }, words = WORDS): Promise<void> {
  for (const criterion of ['data', 'tests']) await p.client.call(operations.saveScore, { params: { id: p.reviewId, criterion }, body: { level: 4, evidence: words } })
  await p.client.call(operations.saveVerdict, { params: { id: p.reviewId }, body: { summary: words, recommendation: 'yes' } })
}

export async function sealFilled(p: { client: Client; reviewId: string }, words = WORDS): Promise<Round> {
  await fillReview(p, words)
  return p.client.call(operations.sealReview, { params: { id: p.reviewId } })
}

/** A member as the program knows them, for what goes past the API. */
export function principalOf(p: Person, orgId: string): Principal {
  return { kind: 'member', userId: '', memberId: p.id, orgId, role: 'owner', name: '', email: p.email, scopes: null, sessionId: null }
}
