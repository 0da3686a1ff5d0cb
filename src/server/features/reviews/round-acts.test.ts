import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { Client } from '#test/support/client.ts'
import { fillReview, type InReview, type Person, type ReviewHouse, sealFilled, startReviewHouse } from '#test/support/review-round.ts'

const REASON = 'The hiring manager left, and the candidate has waited for three weeks.'
const FEEDBACK = 'Your data model makes double booking impossible, which is rare to see. Two tests of the edges would have shown it, too.'
const WORDS_OF = 'sealed-words-7f3a: the unique index on machine and hour makes it impossible.'

let house: ReviewHouse
let owner: Person['client']
beforeAll(async () => {
  house = await startReviewHouse()
  owner = house.owner.client
})
afterAll(() => house.close())

const roundOf = (r: InReview, who: Person['client'] = owner) => who.call(operations.getRound, { params: r.params })
const idsIn = async (r: InReview) => (await roundOf(r)).reviewers.map((p) => p.id).toSorted()
const mine = async (r: InReview, p: Person) => ({ ...p, reviewId: (await roundOf(r, p.client)).my_review_id ?? '' })

describe('declining', () => {
  const decline = (r: InReview, body: { reason: 'no_time' | 'conflict_of_interest' | 'not_my_field' | 'other'; words?: string }) => r.first.client.try(operations.declineReview, { params: { id: r.first.reviewId }, body })

  it('gives the place to somebody else of the pool, and shuts the door', async () => {
    const r = await house.inReview()
    expect((await decline(r, { reason: 'not_my_field', words: 'I have never written SQL.' })).status).toBe(200)
    expect(await idsIn(r)).toEqual([r.second.id, r.third.id].toSorted())
    await expect(roundOf(r, r.first.client)).rejects.toMatchObject({ status: 404 })
    await expect(r.first.client.call(operations.getReview, { params: { id: r.first.reviewId } })).rejects.toMatchObject({ status: 404 })
  })

  it('tells its reason to those who decide, and to nobody else: not in the feed, not to the candidate', async () => {
    const r = await house.inReview()
    const words = 'secret-reason: three other reviews'
    await decline(r, { reason: 'no_time', words })
    await house.app.settle()
    expect((await roundOf(r)).left).toMatchObject([{ id: r.first.id, how: 'declined', reason: 'no_time', words }])
    expect((await roundOf(r, r.second.client)).left).toMatchObject([{ id: r.first.id, how: 'declined', reason: null, words: '' }])
    expect(house.app.mails.find(house.owner.email, /can’t review/).text).toContain(words)
    const others = house.app.mails.all.filter((m) => m.to !== house.owner.email)
    expect(JSON.stringify(others)).not.toContain(words)
    expect((await owner.try(operations.listEvents, { params: r.params })).text).not.toContain(words)
    expect((await r.candidate.request('GET', `/portal/applications/${r.applicationId}`)).text).not.toContain(words)
  })

  it('does not tell its words to an owner who has yet to judge without a name, neither on the page nor by mail', async () => {
    const [leaving, staying] = house.reviewers
    await house.setTeam({ reviewers: [house.owner.id, leaving!.id] })
    const { applicationId } = await house.toReview('judged-by-an-owner@example.test')
    const params = { id: applicationId }
    const { places } = await house.roundOf(applicationId)
    const words = 'telling-words: she founded Acme with me'
    await house.setTeam({ reviewers: [house.owner.id, leaving!.id, staying!.id] })
    await leaving!.client.call(operations.declineReview, { params: { id: places.find((p) => p.id === leaving!.id)!.reviewId }, body: { reason: 'conflict_of_interest', words } })
    await house.app.settle()
    expect((await house.owner.client.call(operations.getRound, { params })).left).toMatchObject([{ id: leaving!.id, words: '', reason: null }])
    expect((await house.recruiter.client.call(operations.getRound, { params })).left).toMatchObject([{ id: leaving!.id, words }])
    const mail = house.app.mails.all.filter((m) => m.to === house.owner.email && /can’t review/.test(m.subject)).at(-1)
    expect(mail?.text).toContain('a conflict of interest')
    expect(mail?.text).not.toContain('telling-words')
    await house.setTeam({})
  })

  it('for a conflict of interest keeps them away from this candidate for good', async () => {
    const r = await house.inReview()
    await decline(r, { reason: 'conflict_of_interest', words: 'We were at school together.' })
    const { items } = await owner.call(operations.listReviewerPool, { params: r.roundParams })
    expect(items.find((p) => p.id === r.first.id)).toBeUndefined()
    await house.setTeam({ reviewers: [...house.reviewers.map((p) => p.id), house.recruiter.id] })
    const back = await owner.try(operations.replaceReviewer, { params: r.roundParams, body: { leaves: r.second.id, joins: r.first.id } })
    expect(back.status).toBe(409)
    await house.setTeam({})
  })

  it('needs words when the reason is another one, and is too late after sealing', async () => {
    const r = await house.inReview()
    expect((await decline(r, { reason: 'other' })).json).toMatchObject({ code: 'words_missing' })
    await sealFilled(r.first)
    expect((await decline(r, { reason: 'no_time' })).json).toMatchObject({ code: 'review_sealed' })
    const foreign = await r.second.client.try(operations.declineReview, { params: { id: r.first.reviewId }, body: { reason: 'no_time' } })
    expect(foreign.status).toBe(404)
  })

  it('leaves the round short when the pool is empty, and says who has to act', async () => {
    const r = await house.inReview()
    await decline(r, { reason: 'no_time' })
    await r.third.client.call(operations.declineReview, { params: { id: (await mine(r, r.third)).reviewId }, body: { reason: 'no_time' } })
    const app = await owner.call(operations.getApplication, { params: r.params })
    expect(app.next).toBe('Needs 1 more reviewer')
    expect(app.actions.find((a) => a.name === 'advance')?.why_not).toContain('an owner or a recruiter adds reviewers')
  })
})

describe('handing over', () => {
  it('gives the place to a colleague of the pool, who starts empty', async () => {
    const r = await house.inReview()
    await fillReview(r.first, 'left-behind: words of somebody who handed over')
    const { items } = await r.first.client.call(operations.listReviewerPool, { params: r.roundParams })
    expect(items.map((p) => p.id)).toEqual([r.third.id])
    await r.first.client.call(operations.handOverReview, { params: { id: r.first.reviewId }, body: { joins: r.third.id } })
    expect((await roundOf(r)).left).toMatchObject([{ id: r.first.id, how: 'handed_over' }])
    const joined = await mine(r, r.third)
    expect(await r.third.client.call(operations.getReview, { params: { id: joined.reviewId } })).toMatchObject({ scores: [], summary: '' })
    await sealFilled(joined)
    await sealFilled(r.second)
    expect(JSON.stringify(await roundOf(r))).not.toContain('left-behind')
  })

  it('goes to nobody outside of the pool, nor to who is in the round', async () => {
    const r = await house.inReview()
    for (const joins of [house.recruiter.id, r.second.id, r.first.id]) {
      const answer = await r.first.client.try(operations.handOverReview, { params: { id: r.first.reviewId }, body: { joins } })
      expect(answer.json).toMatchObject({ code: 'reviewer_not_possible' })
    }
  })
})

describe('conflicts', () => {
  it('keep the referrer out, and give their place to somebody else', async () => {
    const r = await house.inReview()
    const app = await owner.call(operations.setReferrer, { params: r.params, body: { member_id: r.first.id } })
    expect(app.referred_by).toMatchObject({ id: r.first.id })
    expect(await idsIn(r)).toEqual([r.second.id, r.third.id].toSorted())
    expect((await roundOf(r)).left).toMatchObject([{ id: r.first.id, how: 'conflict' }])
    await expect(owner.call(operations.setReferrer, { params: r.params, body: { member_id: `mem_${'0'.repeat(26)}` } })).rejects.toMatchObject({ status: 422 })
  })

  it('declared by a member give their place away, now and for another application of the same candidate', async () => {
    const r = await house.inReview()
    await r.first.client.call(operations.declareConflict, { params: r.params, body: { words: 'My brother.' } })
    expect(await idsIn(r)).toEqual([r.second.id, r.third.id].toSorted())
    const pool = await house.recruiter.client.call(operations.listReviewerPool, { params: r.roundParams })
    expect(pool.items.map((p) => p.id)).not.toContain(r.first.id)
  })

  it('keep out whoever gave the candidate time, and say so to those who decide alone', async () => {
    await house.setTeam({ reviewers: [...house.reviewers.map((p) => p.id), house.recruiter.id] })
    const r = await house.toReview('slow@example.test', { whileRunning: async (id) => void (await house.recruiter.client.call(operations.grantExtension, { params: { id }, body: { seconds: 60, reason: 'The power was out.' } })) })
    const round = await owner.call(operations.getRound, { params: { id: r.applicationId } })
    expect(round.reviewers.map((p) => p.id)).not.toContain(house.recruiter.id)
    const told = await owner.call(operations.listReviewerPool, { params: { id: round.id } })
    expect(told.items.find((p) => p.id === house.recruiter.id)?.why_not).toContain('more time')
    const reviewer = house.reviewers.find((p) => round.reviewers.some((x) => x.id === p.id))
    const seen = await reviewer?.client.call(operations.listReviewerPool, { params: { id: round.id } })
    expect(seen?.items.map((p) => p.id)).not.toContain(house.recruiter.id)
    await house.setTeam({})
  })
})

describe('the due date', () => {
  it('is moved on with a reason, and never back; the promise to the candidate stays', async () => {
    const r = await house.inReview()
    const before = r.round.due_at ?? ''
    const later = new Date(Date.parse(before) + 86_400_000).toISOString()
    const extend = (due_at: string) => house.recruiter.client.try(operations.extendRound, { params: r.roundParams, body: { due_at, reason: 'Ana is ill.' } })
    expect((await extend(before)).status).toBe(422)
    expect((await extend(later)).json).toMatchObject({ due_at: later })
    const app = await owner.call(operations.getApplication, { params: r.params })
    expect(app.promises.find((p) => p.kind === 'review')?.due_at).toBe(before)
    await expect(house.app.db.query(`update review_rounds set due_at = due_at - interval '1 hour' where id = $1`, [r.round.id])).rejects.toThrow(/only moves on/)
    await expect(r.first.client.call(operations.extendRound, { params: r.roundParams, body: { due_at: later, reason: 'x' } })).rejects.toMatchObject({ status: 403 })
  })
})

describe('unblinding', () => {
  const unblind = (r: InReview, who: Person['client'] = owner) => who.try(operations.unblindRound, { params: r.roundParams, body: { reason: REASON } })

  it('opens what is sealed, and nothing that is not; who has yet to seal still sees nothing', async () => {
    const r = await house.inReview()
    await sealFilled(r.first, WORDS_OF)
    await fillReview(r.second, 'draft-words-9c1e: nobody sees these before they are sealed')
    const answer = await unblind(r)
    expect(answer.json).toMatchObject({ revealed_at: null, unblinded: { reason: REASON }, reviews: [{ summary: WORDS_OF }] })
    for (const who of [owner, house.recruiter.client]) {
      const text = (await who.try(operations.getRound, { params: r.params })).text
      expect(text).toContain(WORDS_OF)
      expect(text).not.toContain('draft-words')
    }
    const blind = await r.second.client.try(operations.getRound, { params: r.params })
    expect(blind.text).toContain(REASON)
    expect(blind.text).not.toContain(WORDS_OF)
    expect((await r.second.client.try(operations.getReview, { params: { id: r.first.reviewId } })).status).toBe(404)
    await sealFilled(r.second)
    expect(await roundOf(r, r.second.client)).toMatchObject({ unblinded: { reason: REASON }, revealed_at: expect.any(String) })
  })

  it('is told to both reviewers, to the feed and to the candidate, for ever', async () => {
    const r = await house.inReview()
    await sealFilled(r.first)
    await unblind(r)
    await house.app.settle()
    for (const p of [r.first, r.second]) expect(house.app.mails.find(p.email, /opened sealed reviews early/).text).toContain(REASON)
    expect((await owner.try(operations.listEvents, { params: r.params })).text).toContain(REASON)
    const portal = await r.candidate.call(operations.getPortalApplication, { params: r.params })
    expect(portal.notices.map((n) => n.text).join()).toContain('before all of them were in')
    const page = await r.candidate.request('GET', `/portal/applications/${r.applicationId}`)
    expect(page.text).toContain('before all of them were in')
    expect(page.text).not.toContain(REASON)
    await expect(house.app.db.query('update review_rounds set unblinded_at = null, unblinded_by = null, unblinded_reason = null where id = $1', [r.round.id])).rejects.toThrow(/stays unblinded/)
  })

  it('is an owner’s, in their browser, with a reason, once, and when there is something to open', async () => {
    const r = await house.inReview()
    expect((await unblind(r)).json).toMatchObject({ code: 'nothing_sealed' })
    await sealFilled(r.first)
    expect((await unblind(r, house.recruiter.client)).status).toBe(403)
    expect((await owner.try(operations.unblindRound, { params: r.roundParams, body: { reason: 'Because.' } })).status).toBe(422)
    const { token } = await owner.call(operations.createToken, { body: { name: 'all', scopes: ['read', 'admin'] } })
    const robot = new Client(house.app.url, token)
    expect((await unblind(r, robot)).json).toMatchObject({ code: 'session_required' })
    expect((await unblind(r)).status).toBe(200)
    expect((await unblind(r)).json).toMatchObject({ code: 'round_unblinded' })
  })

  it('opens nothing to an owner who has yet to seal, nor to one who left', async () => {
    await house.setTeam({ reviewers: [house.owner.id, house.reviewers[0]?.id ?? ''] })
    const who = await house.toReview('owner-reviews@example.test')
    const { round, places } = await house.roundOf(who.applicationId)
    const other = places.find((p) => p.id !== house.owner.id)
    if (!other) throw new Error('Nobody but the owner')
    await sealFilled(other, WORDS_OF)
    const answer = await owner.try(operations.unblindRound, { params: { id: round.id }, body: { reason: REASON } })
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain(WORDS_OF)
    await house.setTeam({})
    const own = places.find((p) => p.id === house.owner.id)
    await owner.call(operations.declineReview, { params: { id: own?.reviewId ?? '' }, body: { reason: 'no_time' } })
    expect((await owner.try(operations.getRound, { params: { id: who.applicationId } })).status).toBe(404)
  })
})

describe('a discussion', () => {
  async function apart() {
    const r = await house.inReview()
    await fillReview(r.first)
    await r.first.client.call(operations.saveScore, { params: { id: r.first.reviewId, criterion: 'data' }, body: { level: 2, cannot_assess: null, evidence: WORDS_OF } })
    await r.first.client.call(operations.sealReview, { params: { id: r.first.reviewId } })
    await sealFilled(r.second)
    return r
  }
  const record = (r: InReview, who: Person['client'], outcome = 'We looked at the index together and agree on 3.', criterion_id = 'data') => who.try(operations.recordDiscussion, { params: r.roundParams, body: { criterion_id, outcome, level: 3 } })

  it('is opened at the reveal by two levels or more, and nobody leaves the stage without its outcome', async () => {
    const r = await apart()
    expect((await roundOf(r)).discussions).toEqual([{ criterion_id: 'data', spread: 2, outcome: null, level: null, by: null, at: null, earlier: [] }])
    await owner.call(operations.sendFeedback, { params: r.params, body: { text: FEEDBACK } })
    const app = await owner.call(operations.getApplication, { params: r.params })
    for (const a of app.actions) expect(a.why_not, a.name).toContain('talk about it')
    expect((await owner.try(operations.reject, { params: r.params, body: { reason: 'work_sample', message: FEEDBACK } })).status).toBe(409)
    expect((await record(r, r.second.client)).status).toBe(200)
    const after = await owner.call(operations.getApplication, { params: r.params })
    expect(after.actions.every((a) => a.allowed)).toBe(true)
    expect((await r.candidate.request('GET', `/portal/applications/${r.applicationId}`)).text).not.toContain('agree on 3')
  })

  it('is a record of its own: no review changes, and later words stand beside earlier ones', async () => {
    const r = await apart()
    const before = (await roundOf(r)).reviews
    await record(r, r.first.client, 'We agree on 3 after all.')
    await record(r, owner, 'On second thought it is a 2, because of the missing index.')
    const after = await roundOf(r)
    expect(after.reviews).toEqual(before)
    expect(after.discussions).toMatchObject([{ outcome: 'On second thought it is a 2, because of the missing index.', earlier: [{ outcome: 'We agree on 3 after all.' }] }])
    for (const change of ['update discussion_outcomes set outcome = $2 where round_id = $1', 'update review_discussions set spread = length($2) where round_id = $1']) await expect(house.app.db.query(change, [r.round.id, 'xx'])).rejects.toThrow()
  })

  it('is refused before the reveal, where nothing differs, and to who neither reviewed nor decides', async () => {
    const r = await house.inReview()
    expect((await record(r, owner)).json).toMatchObject({ code: 'round_not_revealed' })
    await sealFilled(r.first)
    await sealFilled(r.second)
    expect((await record(r, owner)).json).toMatchObject({ code: 'discussion_not_needed' })
    const open = await apart()
    expect((await record(open, open.third.client)).status).toBe(403)
  })
})

describe('reminders', () => {
  it('go to those who have not sealed, then to who decides, and carry nothing of any review', async () => {
    const r = await house.inReview()
    await sealFilled(r.first, WORDS_OF)
    await house.app.clock.shift(3 * 86_400 - 3600)
    await house.app.settle()
    await house.app.clock.shift(3600)
    await house.app.settle()
    await house.app.clock.shift(86_400)
    await house.app.settle()
    const mails = house.app.mails.all.filter((m) => /review is/i.test(m.subject) && m.text.includes(`#${r.applicationId.slice(-6).toUpperCase()}`))
    const to = (p: Person) => mails.filter((m) => m.to === p.email).map((m) => m.subject)
    expect(to(r.second)).toEqual(['Your review is due soon (Backend Engineer)', 'Your review is due (Backend Engineer)', 'Your review is overdue (Backend Engineer)'])
    expect(to(r.first)).toEqual([])
    expect(to(house.owner)).toEqual(['A review is overdue (Backend Engineer)'])
    expect(JSON.stringify(mails)).not.toContain('sealed-words')
  })
})
