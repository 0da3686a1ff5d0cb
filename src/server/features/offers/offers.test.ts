import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { OfferTerms } from '#contract/offers.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { openSmallJob } from '#test/support/small-job.ts'
import { expireOffer } from './expire-offer.ts'

let app: TestApp
let owner: Client
let recruiter: Client
let job: string

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  recruiter = await app.inviteAndJoin(owner, 'recruiter')
  job = (await openSmallJob(owner)).slug
})
afterAll(() => app.close())

const code = (problem: string) => ({ code: problem })

async function termsFor(seconds: number, change: Partial<OfferTerms> = {}): Promise<OfferTerms> {
  const { now } = await app.call(operations.getServerTime)
  return {
    salary: { amount_minor: 11_000_000, currency: 'USD' },
    period: 'year',
    equity: { kind: 'none', amount: '', unit: 'units', vesting: '' },
    start_on: '2030-02-01',
    place: 'Remote',
    benefits: '30 days off',
    how_we_work: 'We decide in writing.',
    expires_at: new Date(Date.parse(now) + seconds * 1000).toISOString(),
    ...change,
  }
}

/** Somebody at the offer stage, with a browser of theirs. */
async function candidate(email: string) {
  const { application_id } = await app.call(operations.apply, { params: { org: 'acme', job }, body: { name: 'Casey', email } })
  const params = { id: application_id }
  await owner.call(operations.advance, { params, body: { from_stage: 'application' } })
  return { params, client: await app.portal(email), email }
}
type Candidate = Awaited<ReturnType<typeof candidate>>

const draft = async (c: Candidate, seconds = 3600, change: Partial<OfferTerms> = {}) => owner.call(operations.draftOffer, { params: c.params, body: { terms: await termsFor(seconds, change) } })

async function extended(email: string, seconds = 3600) {
  const c = await candidate(email)
  const { id } = await draft(c, seconds)
  const { terms_sha256: sha } = await owner.call(operations.extendOffer, { params: { id } })
  const offer = { id }
  const signature = { typed_name: 'Casey Candidate', terms_sha256: sha ?? '', consent: true as const }
  return {
    ...c,
    id,
    signature,
    accept: (change: Partial<typeof signature> = {}, as = c.client) => as.try(operations.acceptOffer, { params: offer, body: { ...signature, ...change } }),
    decline: (reason = '', as = c.client) => as.try(operations.declineOffer, { params: offer, body: { reason } }),
    rescind: (reason = 'The budget was cut.') => recruiter.try(operations.rescindOffer, { params: offer, body: { reason } }),
    state: async () => (await owner.call(operations.getOffer, { params: c.params })).state,
    shown: () => c.client.call(operations.getPortalOffer, { params: c.params }),
    application: () => owner.call(operations.getApplication, { params: c.params }),
  }
}

describe('a draft', () => {
  it('begins with how the team works, and is not there for the candidate', async () => {
    const c = await candidate('draft@example.test')
    expect(await owner.call(operations.getOffer, { params: c.params })).toMatchObject({ state: 'draft', terms: null, how_we_work: 'We decide in writing.' })
    await draft(c)
    expect((await c.client.try(operations.getPortalOffer, { params: c.params })).status).toBe(404)
    const { id } = await owner.call(operations.getOffer, { params: c.params })
    expect((await c.client.try(operations.declineOffer, { params: { id }, body: { reason: '' } })).status).toBe(404)
  })

  it('can be written again and again until it is extended', async () => {
    const c = await candidate('again@example.test')
    const { id } = await owner.call(operations.getOffer, { params: c.params })
    await expect(owner.call(operations.extendOffer, { params: { id } })).rejects.toMatchObject(code('offer_incomplete'))
    const first = await draft(c)
    const second = await draft(c, 3600, { place: 'Berlin' })
    expect([second.id, second.terms_sha256 === first.terms_sha256]).toEqual([id, false])
    await owner.call(operations.extendOffer, { params: { id } })
    await expect(draft(c)).rejects.toMatchObject(code('offer_not_editable'))
    await expect(owner.call(operations.extendOffer, { params: { id } })).rejects.toMatchObject(code('offer_not_editable'))
  })

  it('that would have expired is neither written nor extended', async () => {
    const c = await candidate('past@example.test')
    await expect(draft(c, -1)).rejects.toMatchObject(code('offer_expired'))
    const { id } = await draft(c, 60)
    await app.clock.shift(61)
    await expect(owner.call(operations.extendOffer, { params: { id } })).rejects.toMatchObject(code('offer_expired'))
  })
})

describe('accepting', () => {
  it('signs exactly what was shown, hires, and is mailed to both sides with the hash', async () => {
    const o = await extended('accepts@example.test')
    await app.settle()
    expect(app.mails.find(o.email, /Your offer for Engineer at Acme/).text).toContain(`${app.url}/portal/applications/${o.params.id}/offer`)
    expect((await o.accept()).status).toBe(200)
    expect(await o.application()).toMatchObject({ state: 'hired' })
    expect(await o.shown()).toMatchObject({ state: 'accepted', can_answer: false, typed_name: 'Casey Candidate' })
    await app.settle()
    for (const address of [o.email, 'olivia@acme.test']) {
      const { text } = app.mails.find(address, /accepted the offer/)
      expect(text).toContain(o.signature.terms_sha256)
      expect(text).toContain('per year, before tax')
    }
    const [row] = await app.db.query<{ evidence: object }>('select evidence from offers where id = $1', [o.id])
    expect(row?.evidence).toMatchObject({ email: o.email, ip: expect.any(String), consent_sha256: expect.stringMatching(/^[0-9a-f]{64}$/), terms_sha256: o.signature.terms_sha256 })
  })

  it('is refused for other terms than the offer’s', async () => {
    const o = await extended('hash@example.test')
    const refused = await o.accept({ terms_sha256: 'a'.repeat(64) })
    expect([refused.status, refused.json]).toMatchObject([412, code('terms_changed')])
    expect(await o.state()).toBe('extended')
  })

  it('is refused with the hash of an older offer that was rescinded', async () => {
    const o = await extended('older@example.test')
    expect((await o.rescind()).status).toBe(200)
    const { id } = await draft(o, 3600, { place: 'Berlin' })
    expect(id).not.toBe(o.id)
    expect(await o.shown()).toMatchObject({ id: o.id, state: 'rescinded', can_answer: false, rescind_reason: 'The budget was cut.' })
    await owner.call(operations.extendOffer, { params: { id } })
    expect((await o.accept()).json).toMatchObject(code('offer_not_open'))
    const refused = await o.client.try(operations.acceptOffer, { params: { id }, body: o.signature })
    expect(refused.json).toMatchObject(code('terms_changed'))
    const { terms_sha256 } = await o.shown()
    expect((await o.client.try(operations.acceptOffer, { params: { id }, body: { ...o.signature, terms_sha256: terms_sha256 ?? '' } })).status).toBe(200)
  })

  it('is refused after the expiry, whether a timer ran or not', async () => {
    const o = await extended('late@example.test', 60)
    await app.clock.shift(61)
    expect((await o.accept()).json).toMatchObject(code('offer_expired'))
    expect((await o.decline()).json).toMatchObject(code('offer_expired'))
    expect([await o.state(), (await o.shown()).can_answer]).toEqual(['expired', false])
    const stored = async () => (await app.db.query('select state from offers where id = $1', [o.id]))[0]?.['state']
    expect(await stored()).toBe('extended')
    await app.settle()
    expect(await stored()).toBe('expired')
    await app.ctx.as(SYSTEM).transaction((tx) => expireOffer(tx, o.id))
    const events = await app.db.query(`select id from events where type = 'offer.expired' and application_id = $1`, [o.params.id])
    expect(events).toHaveLength(1)
  })

  it('needs the candidate themselves', async () => {
    const o = await extended('mine@example.test')
    const other = await extended('other@example.test')
    const foreign = await o.accept({}, other.client)
    const unknown = await other.client.try(operations.acceptOffer, { params: { id: `off_${'0'.repeat(26)}` }, body: o.signature })
    const said = (a: typeof foreign) => [a.status, (a.json as { detail: string }).detail]
    expect(said(foreign)).toEqual(said(unknown))
    expect(foreign.status).toBe(404)
    expect((await o.accept({}, owner)).status).toBe(401)
  })

  it('needs the consent to sign electronically', async () => {
    const o = await extended('consent@example.test')
    expect((await o.accept({ consent: false as unknown as true })).status).toBe(422)
  })

  it('leaves a row that nobody can change', async () => {
    const o = await extended('frozen@example.test')
    await expect(app.db.query(`update offers set terms_sha256 = 'x' where id = $1`, [o.id])).rejects.toThrow('fixed')
    await o.accept()
    for (const act of [`update offers set typed_name = 'Mallory' where id = $1`, `update offers set state = 'rescinded' where id = $1`, 'delete from offers where id = $1']) await expect(app.db.query(act, [o.id])).rejects.toThrow('never changed')
  })
})

describe('of many who decide at the same moment', () => {
  it('exactly one does: accept, decline or rescind', async () => {
    for (let round = 0; round < 6; round++) {
      const o = await extended(`race${round}@example.test`)
      const acts = [o.rescind, o.decline, o.accept]
      // Another one is first in each round; the race decides all the same.
      const answers = await Promise.all([...acts.slice(round % 3), ...acts.slice(0, round % 3)].map((act) => act()))
      expect(answers.map((a) => a.status).toSorted()).toEqual([200, 409, 409])
      const state = await o.state()
      expect((await o.application()).state).toBe(state === 'accepted' ? 'hired' : 'active')
      const events = await app.db.query(`select type from events where application_id = $1 and type in ('offer.accepted', 'offer.declined', 'offer.rescinded')`, [o.params.id])
      expect(events).toEqual([{ type: `offer.${state}` }])
    }
  })

  it('a withdrawn application is never hired', async () => {
    for (let round = 0; round < 6; round++) {
      const o = await extended(`leaves${round}@example.test`)
      const withdraw = () => o.client.try(operations.withdraw, { params: o.params, body: { reason: 'Another offer' } })
      const acts = round % 2 ? [withdraw, () => o.accept()] : [() => o.accept(), withdraw]
      const answers = await Promise.all(acts.map((act) => act()))
      expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
      expect([(await o.application()).state, await o.state()]).toEqual((await o.state()) === 'accepted' ? ['hired', 'accepted'] : ['withdrawn', 'declined'])
    }
  })

  it('one double click signs once', async () => {
    const o = await extended('double@example.test')
    const answers = await Promise.all(Array.from({ length: 5 }, () => o.accept()))
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
  })
})

describe('an offer that led nowhere', () => {
  it('was declined: the team hears why, and may write another or reject', async () => {
    const o = await extended('declines@example.test')
    await o.decline('The place is too far.')
    const a = await o.application()
    expect(a).toMatchObject({ state: 'active', waiting_on: 'team', next: 'Offer declined: write another, or close the application' })
    expect(a.actions).toMatchObject([{ name: 'hire', allowed: false }, { name: 'reject', allowed: true }])
    await app.settle()
    expect(app.mails.find('olivia@acme.test', /Casey declined/).text).toContain('The place is too far.')
    expect(await draft(o)).toMatchObject({ state: 'draft', decline_reason: null })
  })

  it('was rescinded: the candidate reads why', async () => {
    const o = await extended('rescinded@example.test')
    await o.rescind('The budget was cut.')
    await app.settle()
    expect(app.mails.find(o.email, /About your offer/).text).toContain('The budget was cut.')
    expect((await o.accept()).json).toMatchObject(code('offer_not_open'))
    expect((await o.rescind()).json).toMatchObject(code('offer_not_open'))
  })

  it('expired: another can be written at once', async () => {
    const o = await extended('renewed@example.test', 60)
    await app.clock.shift(61)
    const { id } = await draft(o)
    await owner.call(operations.extendOffer, { params: { id } })
    expect(await o.shown()).toMatchObject({ id, state: 'extended', can_answer: true })
  })
})

describe('the application', () => {
  it('is not rejected while the candidate may still accept', async () => {
    const o = await extended('pending@example.test')
    const reject = () => owner.try(operations.reject, { params: o.params, body: { reason: 'other', note: '', message: 'We decided otherwise after all, and we are sorry for how late this comes to you, after all of this.' } })
    expect((await reject()).json).toMatchObject({ status: 409, detail: expect.stringContaining('Rescind it first') })
    await o.rescind()
    expect((await reject()).status).toBe(200)
    await expect(draft(o)).rejects.toMatchObject(code('offer_not_editable'))
  })

  it('waits for the candidate until the offer expires, and never moves on by hand', async () => {
    const o = await extended('waits@example.test')
    const { terms } = await o.shown()
    const a = await o.application()
    expect(a).toMatchObject({ waiting_on: 'candidate', due_at: terms?.expires_at })
    await expect(owner.call(operations.advance, { params: o.params, body: { from_stage: 'offer' } })).rejects.toMatchObject(code('stage_incomplete'))
  })
})

it('is for owners and recruiters, of this organization', async () => {
  const o = await extended('whose@example.test')
  const reviewer = await app.inviteAndJoin(owner, 'reviewer')
  expect((await reviewer.try(operations.getOffer, { params: o.params })).status).toBe(403)
  expect((await recruiter.try(operations.getOffer, { params: o.params })).status).toBe(200)
})
