import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { operations } from '#contract/index.ts'
import { PASSWORD } from '#test/support/app.ts'
import { ANSWERS, FEEDBACK, git, openJob } from '#test/support/hire.ts'
import { type Diary, Patient, insist, until } from './patient.ts'
import type { Program } from './program.ts'

const TEXT = 'The unique key on machine and hour makes a double booking impossible.'
const REFEREES = ['rae@elsewhere.test', 'sam@elsewhere.test']

export interface Hired {
  owner: Patient
  params: { id: string }
  /** The last commit that a push was acknowledged for. */
  pushed: string | null
  sealed: string | null
}

/** One whole hire, from the first owner to the signed offer, by people who ask until they are answered. */
export async function hire(program: Program, dir: string, diary: Diary): Promise<Hired> {
  const ask = () => new Patient(program.url, diary)
  const owner = await firstOwner(program, ask())
  const join = async (email: string, role: 'reviewer' | 'interviewer') => {
    await owner.call(operations.inviteMember, { body: { email, name: email, role } })
    const token = /#t=(\w+)/.exec(await mailTo(owner, email, /invites/))?.[1] ?? ''
    const who = ask()
    await insist(() => who.call(operations.acceptInvitation, { body: { token, name: email, password: PASSWORD } }), () => signIn(who, email))
    return { who, id: (await who.call(operations.getSession)).member.id }
  }
  const [ana, ben] = [await join('ana@acme.test', 'reviewer'), await join('ben@acme.test', 'reviewer')]
  const ines = await join('ines@acme.test', 'interviewer')
  const job = await openJob(owner, { reviewers: [ana.id, ben.id], interviewers: [ines.id], timeLimit: 'PT20S' })
  const { application_id: id } = await ask().call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Casey', email: 'casey@example.org', answers: ANSWERS } })
  const params = { id }
  const casey = await portal(owner, ask, 'casey@example.org')
  const advance = (from: string) => owner.call(operations.advance, { params, body: { from_stage: from } })

  await advance('application')
  const pushed = await takeHome(casey, id, dir, diary)
  await until(async () => (await owner.call(operations.getApplication, { params })).stage_key === 'review', 'The review begins')
  const sealed = (await casey.call(operations.getPortalAssignment, { params })).receipt?.commit ?? null
  for (const { who } of [ana, ben]) await review(who)
  await owner.call(operations.sendFeedback, { params, body: { text: FEEDBACK } })
  await advance('review')
  await interview(ines.who, casey, id)
  await advance('interview')
  await references({ owner, ines: ines.who, casey, ask }, id)
  await advance('references')
  await offer(owner, casey, id)
  return { owner, params, pushed, sealed }
}

/** Every start before there is an owner prints a link of its own, so the newest counts. */
async function firstOwner(program: Program, who: Patient): Promise<Patient> {
  await until(() => program.printed().includes('#t='), 'A link is printed')
  const token = () => [...program.printed().matchAll(/#t=(\w+)/g)].at(-1)?.[1] ?? ''
  const body = { name: 'Olivia', email: 'olivia@acme.test', password: PASSWORD, organization_name: 'Acme' }
  await insist(() => who.call(operations.completeSetup, { body: { ...body, token: token() } }), () => signIn(who, body.email))
  return who
}

const signIn = (who: Patient, email: string) => who.call(operations.signIn, { body: { email, password: PASSWORD } })

async function mailTo(owner: Patient, to: string, subject: RegExp): Promise<string> {
  for (let i = 0; i < 200; i++) {
    const found = (await owner.call(operations.listMail, { query: { limit: 200 } })).items.find((m) => m.to === to && subject.test(m.subject))
    if (found) return found.text
    await sleep(200)
  }
  throw new Error(`No mail to ${to} about ${subject}`)
}

async function portal(owner: Patient, ask: () => Patient, email: string): Promise<Patient> {
  const who = ask()
  for (let i = 0; i < 30; i++) {
    await who.call(operations.requestSignInLink, { body: { email } })
    const code = /\b\d{6}\b/.exec(await mailTo(owner, email, /Sign in/))?.[0] ?? ''
    await who.try(operations.redeemSignInLink, { body: { email, code } }).catch(() => null)
    if ((await who.try(operations.getPortal).catch(() => null))?.status === 200) return who
    await sleep(300)
  }
  throw new Error('The portal stays closed')
}

/** Starts, and pushes until a push is acknowledged or the time is over. */
async function takeHome(casey: Patient, id: string, dir: string, diary: Diary): Promise<string | null> {
  const assignment = (await casey.call(operations.getPortalAssignment, { params: { id } })).id
  await casey.call(operations.startAssignment, { params: { id: assignment } })
  const { token, clone_url } = await casey.call(operations.createGitToken, { params: { id: assignment } })
  const work = mkdtempSync(path.join(dir, 'work-'))
  const repo = path.join(work, 'repo')
  let pushed: string | null = null
  for (let i = 0; i < 20 && !pushed; i++) {
    if (i === 0) diary.onWrite('git push')
    rmSync(repo, { recursive: true, force: true })
    pushed = await push(work, repo, clone_url.replace('://', `://candidate:${token}@`)).catch(() => null)
    if (!pushed) await sleep(200)
  }
  return pushed
}

async function push(work: string, repo: string, url: string): Promise<string | null> {
  await git(work, 'clone', '-q', url, 'repo')
  await git(repo, 'commit', '-q', '--allow-empty', '-m', 'Hold one machine an hour')
  const said = await git(repo, 'push', 'origin', 'main')
  return /Received/.test(said) ? (await git(repo, 'rev-parse', 'HEAD')).trim() : null
}

async function review(who: Patient) {
  const { items } = await who.call(operations.listMyReviews)
  const id = items[0]?.my_review_id ?? ''
  for (const criterion of ['data-model', 'error-handling', 'test-quality', 'commit-history']) await who.call(operations.saveScore, { params: { id, criterion }, body: { level: 3, evidence: TEXT } })
  await who.call(operations.saveVerdict, { params: { id }, body: { summary: TEXT, recommendation: 'no' } })
  await who.call(operations.sealReview, { params: { id } })
}

async function interview(ines: Patient, casey: Patient, id: string) {
  const stage = { id, stage: 'interview' }
  await ines.call(operations.publishSlots, { body: { starts: [26, 28, 30].map(inHours), minutes: 60 } })
  const open = await casey.call(operations.getPortalInterview, { params: stage })
  const params = { id: open.id }
  await casey.call(operations.bookInterview, { params, body: { slot_id: open.slots[0]?.id ?? '', time_zone: 'Europe/Berlin' } })
  await ines.call(operations.markHeld, { params })
  for (const { id: criterion } of (await ines.call(operations.getInterview, { params: stage })).criteria) await ines.call(operations.saveInterviewScore, { params: { ...params, criterion }, body: { level: 4, evidence: 'Changed the hold to a row lock live, and said what it costs.' } })
  await ines.call(operations.saveInterviewVerdict, { params, body: { summary: 'At home in their own code, weighs trade-offs aloud.', recommendation: 'yes' } })
  await ines.call(operations.sealScorecard, { params })
}

async function references({ owner, ines, casey, ask }: { owner: Patient; ines: Patient; casey: Patient; ask: () => Patient }, id: string) {
  const params = { id }
  await casey.call(operations.nameReferees, { params, body: { referees: REFEREES.map((email) => ({ name: email, email, relationship: 'shipped_with' as const })) } })
  // A link is a secret: the mailbox shows it only while nothing else delivers mail.
  for (const email of REFEREES) {
    const token = /referee\/(\w+)/.exec(await mailTo(owner, email, /referee/))?.[1] ?? ''
    const page = await ask().call(operations.getRefereePage, { params: { token } })
    await ask().call(operations.bookReferenceCall, { params: { token }, body: { slot_id: page.slots[0]?.id ?? '', time_zone: 'UTC', phone: '' } })
  }
  for (const check of (await ines.call(operations.getReferences, { params })).items) {
    const answers = check.answers.map((a) => ({ question_id: a.question_id, answer: 'We shipped the ledger together.' }))
    await ines.call(operations.saveReferenceNotes, { params: { id: check.id }, body: { answers, recommendation: 'yes' } })
    await ines.call(operations.completeReference, { params: { id: check.id } })
  }
}

async function offer(owner: Patient, casey: Patient, id: string) {
  const params = { id }
  const offerId = (await owner.call(operations.getOffer, { params })).id
  const terms = { salary: { amount_minor: 11_000_000, currency: 'USD' }, period: 'year' as const, equity: { kind: 'none' as const, amount: '', unit: 'units' as const, vesting: '' }, start_on: '2030-02-01', place: 'Remote', benefits: '', how_we_work: 'We decide in writing.', expires_at: inHours(168) }
  await owner.call(operations.draftOffer, { params, body: { terms } })
  await owner.call(operations.extendOffer, { params: { id: offerId } })
  const shown = await casey.call(operations.getPortalOffer, { params })
  await casey.call(operations.acceptOffer, { params: { id: offerId }, body: { typed_name: 'Casey Candidate', terms_sha256: shown.terms_sha256 ?? '', consent: true } })
}

/** Counted from one moment, so that two hires at the same time offer the same hours. */
const BEGAN = Date.now()
const inHours = (h: number) => new Date(BEGAN + h * 3_600_000).toISOString()
