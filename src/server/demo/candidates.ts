import { operations } from '#contract/index.ts'
import type { Cast, Company, DemoStage } from './cast.ts'
import { Person, until } from './http.ts'
import { payBy, settlePay } from './paying.ts'
import { feedbackOn, review } from './reviewing.ts'
import { type SampleName, readSample } from './samples.ts'
import { pushWork } from './work.ts'

interface Candidate {
  company: Company
  id: string
  name: string
  email: string
  work: SampleName
  portal: Person
}

const ORDER: readonly DemoStage[] = ['application', 'take-home', 'review', 'feedback', 'interview', 'references', 'offer', 'hired']

/** Applies and goes as far as asked; `rejected` ends after the reviews, with feedback and with pay. */
export async function advanceTo(company: Company, { name, stage: target, work, pay }: Cast): Promise<void> {
  if (pay) await payBy(company, pay)
  const c = await applyAs(company, name, work)
  const goal = ORDER.indexOf(target === 'rejected' ? 'feedback' : target)
  const steps = [screen, takeHome, bothReviews, feedback, interview, references, offer] as const
  for (const step of steps.slice(0, goal)) await step(c)
  if (target === 'take-home') await startOnly(c)
  if (pay) await settlePay(c, pay)
  if (target === 'rejected') await company.owner.call(operations.reject, { params: { id: c.id }, body: { reason: 'work_sample', note: 'Overlaps get past two requests at once.', message: feedbackOn(readSample(work), false) } })
}

async function applyAs(company: Company, name: string, work: SampleName): Promise<Candidate> {
  const email = `${name.split(' ')[0]?.normalize('NFKD').replaceAll(/[^a-zA-Z]/g, '').toLowerCase()}@candidates.example`
  const answers = { systems: 'The ledger of a ticket shop: I designed its tables and ran it for three years.', broke: 'A retry without a key paid forty people twice. Every call has a key now, and a test that sends it twice.', 'own-here': 'The booking API, from its tables to its pager.' }
  const { application_id: id } = await new Person(company.running.url).call(operations.apply, { params: { org: 'acme', job: company.jobSlug }, body: { name, email, answers } })
  const portal = new Person(company.running.url)
  await portal.call(operations.requestSignInLink, { body: { email } })
  const code = /\b\d{6}\b/.exec(await company.mail(email, /Sign in/))?.[0] ?? ''
  await portal.call(operations.redeemSignInLink, { body: { email, code } })
  return { company, id, name, email, work, portal }
}

async function screen(c: Candidate) {
  await c.company.owner.call(operations.advance, { params: { id: c.id }, body: { from_stage: 'application', note: 'Owned real systems, and says plainly what went wrong.' } })
}

async function startOnly(c: Candidate) {
  const assignment = await c.portal.call(operations.getPortalAssignment, { params: { id: c.id } })
  await c.portal.call(operations.startAssignment, { params: { id: assignment.id } })
}

/** Starts, works as long as the sample says, pushes real commits and submits early; nobody waits for the undo time either. */
async function takeHome(c: Candidate) {
  const params = { id: c.id }
  await startOnly(c)
  const { id } = await c.portal.call(operations.getPortalAssignment, { params })
  const { token, clone_url } = await c.portal.call(operations.createGitToken, { params: { id } })
  await c.company.skip(Math.round(readSample(c.work).hours * 60))
  const { now } = await c.portal.call(operations.getServerTime)
  await pushWork(c, c.work, { clone_url, token }, new Date(new Date(now).getTime() - 3 * 60_000))
  await c.portal.call(operations.submitNow, { params: { id } })
  await c.company.skip(11)
  await until(async () => (await c.portal.call(operations.getPortalAssignment, { params })).receipt)
}

async function bothReviews(c: Candidate) {
  const work = readSample(c.work)
  await review(c.company.ana, c.id, work, { remarks: 'even' })
  await review(c.company.ben, c.id, work, { remarks: 'odd', stricterOn: 'test-quality' })
}

async function feedback(c: Candidate) {
  const params = { id: c.id }
  await c.company.owner.call(operations.sendFeedback, { params, body: { text: feedbackOn(readSample(c.work), true) } })
  await c.company.owner.call(operations.advance, { params, body: { from_stage: 'review' } })
  const open = await c.portal.call(operations.getPortalInterview, { params: { id: c.id, stage: 'interview' } })
  await c.portal.call(operations.bookInterview, { params: { id: open.id }, body: { slot_id: open.slots[0]?.id ?? '', time_zone: 'Europe/Berlin' } })
}

async function interview(c: Candidate) {
  const { company } = c
  const { id } = await company.ines.call(operations.getInterview, { params: { id: c.id, stage: 'interview' } })
  await company.ines.call(operations.markHeld, { params: { id } })
  for (const criterion of ['own-code', 'systems', 'working-together']) await company.ines.call(operations.saveInterviewScore, { params: { id, criterion }, body: { level: 4, evidence: 'Moved the overlap check into the table, live, and ran the tests.' } })
  await company.ines.call(operations.saveInterviewVerdict, { params: { id }, body: { summary: 'At home in their own code; weighs trade-offs aloud.', recommendation: 'yes' } })
  await company.ines.call(operations.sealScorecard, { params: { id } })
  await company.owner.call(operations.advance, { params: { id: c.id }, body: { from_stage: 'interview' } })
}

async function references(c: Candidate) {
  const params = { id: c.id }
  const referees = ['Rae Lindqvist', 'Sam Oduya'].map((name, i) => ({ name, email: `${name.split(' ')[0]?.toLowerCase()}.${c.email.split('@')[0]}@elsewhere.example`, relationship: i === 0 ? ('shipped_with' as const) : ('managed' as const) }))
  await c.portal.call(operations.nameReferees, { params, body: { referees } })
  for (const r of referees) {
    const token = /referee\/(\w+)/.exec(await c.company.mail(r.email, /referee/))?.[1] ?? ''
    const visitor = new Person(c.company.running.url)
    const page = await visitor.call(operations.getRefereePage, { params: { token } })
    await visitor.call(operations.bookReferenceCall, { params: { token }, body: { slot_id: page.slots[0]?.id ?? '', time_zone: 'Europe/Stockholm', phone: '+46 70 000 00 00' } })
  }
  for (const check of (await c.company.owner.call(operations.getReferences, { params })).items) {
    const answers = check.answers.map((a) => ({ question_id: a.question_id, answer: 'We shipped the settlement service together. I would work with them again tomorrow.' }))
    await c.company.ines.call(operations.saveReferenceNotes, { params: { id: check.id }, body: { answers, recommendation: 'strong_yes' } })
    await c.company.ines.call(operations.completeReference, { params: { id: check.id } })
  }
  await c.company.owner.call(operations.advance, { params, body: { from_stage: 'references' } })
  await extendOffer(c)
}

async function extendOffer(c: Candidate) {
  const params = { id: c.id }
  const { now } = await c.portal.call(operations.getServerTime)
  const draft = await c.company.owner.call(operations.getOffer, { params })
  const terms = { salary: { amount_minor: 11_500_000, currency: 'USD' }, period: 'year' as const, equity: { kind: 'options' as const, amount: '0.30', unit: 'percent' as const, vesting: 'Four years, one year cliff, ten years to exercise' }, start_on: new Date(new Date(now).getTime() + 60 * 86_400_000).toISOString().slice(0, 10), place: 'Remote', benefits: 'Health insurance, 30 days of holiday, a laptop of your choice', how_we_work: 'We decide in writing and meet when writing is not enough. On call one week in six, paid. Everybody deploys.', expires_at: new Date(new Date(now).getTime() + 7 * 86_400_000).toISOString() }
  await c.company.owner.call(operations.draftOffer, { params, body: { terms } })
  await c.company.owner.call(operations.extendOffer, { params: { id: draft.id } })
}

async function offer(c: Candidate) {
  const shown = await c.portal.call(operations.getPortalOffer, { params: { id: c.id } })
  await c.portal.call(operations.acceptOffer, { params: { id: shown.id }, body: { typed_name: c.name, terms_sha256: shown.terms_sha256 ?? '', consent: true } })
}
