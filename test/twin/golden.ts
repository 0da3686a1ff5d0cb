import { SCOPES } from '#contract/accounts.ts'
import { operations } from '#contract/index.ts'
import pg from 'pg'
import { inject } from 'vitest'
import { Client } from '#test/support/client.ts'
import { type Person, type ReviewHouse, startReviewHouse } from '#test/support/review-round.ts'

/** A round to be replayed: A is always the same person, and B the other. */
export interface Ids {
  application: string
  round: string
  assignment: string
  submission: string
  reviewA: string
  reviewB: string
  /** The candidate of this one. */
  candidate: Client
}

/** Everybody there is beside the candidates, with what their browsers hold. */
export interface People {
  A: Client
  B: Client
  /** On the team, and in none of the rounds until somebody is replaced. */
  C: Client
  owner: Client
  recruiter: Client
  interviewer: Client
  token: Client
  outsider: Client
  visitor: Client
}

/** One company with candidates in review, to be cloned as often as needed. */
export interface Golden {
  house: ReviewHouse
  /** The database to clone from. */
  template: string
  people: People
  members: Record<'A' | 'B' | 'C', Person>
  job: { id: string; slug: string }
  rounds: Ids[]
  now: Date
  close(): Promise<void>
}

/** Brings `count` candidates to review by A and B, freezes the clock, and keeps the database as a template. */
export async function makeGolden(count: number): Promise<Golden> {
  const house = await startReviewHouse({ SIGN_UP: 'open' })
  const [A, B, C] = house.reviewers
  if (!A || !B || !C) throw new Error('Three reviewers are needed')
  const interviewer = await house.app.inviteAndJoin(house.owner.client, 'interviewer', 'ines@acme.test')
  const interviewers = [(await interviewer.call(operations.getSession)).member.id]
  await house.setTeam({ reviewers: [A.id, B.id], interviewers })
  const rounds: Ids[] = []
  for (let i = 0; i < count; i++) rounds.push(await inReview(house, `candidate-${i}@example.test`, A, B))
  await house.setTeam({ interviewers })
  const { token } = await house.owner.client.call(operations.createToken, { body: { name: 'all', scopes: [...SCOPES] } })
  const outsider = await house.app.signUpOwner('x@other.test', 'Other')
  await house.app.settle()
  const people = { A: A.client, B: B.client, C: C.client, owner: house.owner.client, recruiter: house.recruiter.client, interviewer, token: new Client(house.app.url, token), outsider, visitor: house.app.visitor() }
  const job = await house.owner.client.call(operations.getJob, { params: { id: house.jobId } })
  const now = await freezeClock(house)
  const template = await keepAsTemplate(house)
  return { house, template, people, members: { A, B, C }, job, rounds, now, close: () => closeAll(house, template) }
}

async function inReview(house: ReviewHouse, email: string, A: Person, B: Person): Promise<Ids> {
  const { applicationId: application, candidate } = await house.toReview(email)
  const { round, places } = await house.roundOf(application)
  const reviewOf = (p: Person) => places.find((x) => x.id === p.id)?.reviewId ?? ''
  const assignment = (await house.owner.client.call(operations.getAssignment, { params: { id: application } })).id
  return { application, round: round.id, assignment, submission: round.submission_id ?? '', reviewA: reviewOf(A), reviewB: reviewOf(B), candidate }
}

/** From here on time stands still until it is moved: what takes longer in one world is not later there. */
async function freezeClock({ app }: ReviewHouse): Promise<Date> {
  const [row] = await app.db.query<{ at: Date }>(`select date_trunc('second', hw_now()) as at`)
  await app.db.query('create table twin_clock (at timestamptz not null)')
  await app.db.query('insert into twin_clock values ($1)', [row?.at])
  await app.db.query('grant select on twin_clock to handiwork_app')
  await app.db.query('create or replace function hw_now() returns timestamptz language sql volatile as $$ select at from twin_clock $$')
  return row?.at ?? new Date()
}

/** A template must have nobody in it, so it is a copy of a database everybody was thrown out of. */
async function keepAsTemplate({ app }: ReviewHouse): Promise<string> {
  const source = String(app.db.connection.database)
  const template = `${source}_golden`
  await asAdmin(async (admin) => {
    await admin.query(`alter database ${source} with allow_connections false`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [source])
    await admin.query(`create database ${template} template ${source} strategy file_copy`)
    await admin.query(`alter database ${source} with allow_connections true`)
  })
  return template
}

async function closeAll(house: ReviewHouse, template: string) {
  await house.close().catch(() => {})
  await asAdmin((admin) => admin.query(`drop database if exists ${template} with (force)`))
}

export async function asAdmin(act: (admin: pg.Client) => Promise<unknown>) {
  const admin = new pg.Client({ ...inject('postgres'), database: 'postgres' })
  await admin.connect()
  await act(admin)
  await admin.end()
}
