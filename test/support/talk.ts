import { operations } from '#contract/index.ts'
import type { TestApp } from './app.ts'
import type { Client } from './client.ts'

/** Instants so many hours from now by the application's own clock, which a test may have shifted. */
export async function hoursFromNow(app: TestApp, ...hours: number[]): Promise<string[]> {
  const { now } = await app.call(operations.getServerTime)
  return hours.map((h) => new Date(Date.parse(now) + h * 3_600_000).toISOString())
}

/** Somebody who applied to an open job and was advanced into its second stage. */
export async function applicantAtTalk(app: TestApp, owner: Client, o: { job: string; email: string }) {
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: o.job }, body: { name: 'Casey', email: o.email } })
  const params = { id }
  await owner.call(operations.advance, { params, body: { from_stage: 'application' } })
  return { id, params, stage: { id, stage: 'talk' }, portal: await app.portal(o.email) }
}
export type Applicant = Awaited<ReturnType<typeof applicantAtTalk>>

/** Books the first open time, holds the interview, scores and seals it. */
export async function holdTalk(interviewer: Client, c: Applicant) {
  const shown = await c.portal.call(operations.getPortalInterview, { params: c.stage })
  const params = { id: shown.id }
  await c.portal.call(operations.bookInterview, { params, body: { slot_id: shown.slots[0]?.id ?? '', time_zone: 'Europe/Berlin' } })
  await interviewer.call(operations.markHeld, { params })
  await interviewer.call(operations.saveInterviewScore, { params: { ...params, criterion: 'depth' }, body: { level: 4, evidence: 'Went to the root of the outage, and said what they would do today.' } })
  await interviewer.call(operations.saveInterviewVerdict, { params, body: { summary: 'Knows their systems well and says what they do not know.', recommendation: 'yes' } })
  return interviewer.call(operations.sealScorecard, { params })
}
