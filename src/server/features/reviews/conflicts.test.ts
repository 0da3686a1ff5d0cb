import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type InReview, type Person, type ReviewHouse, sealFilled, startReviewHouse } from '#test/support/review-round.ts'

const OWN = 'own-words-4b1d: my brother'
const WHY = 'team-words-9f2e: they shared a flat for years'

let house: ReviewHouse
let owner: Person
beforeAll(async () => {
  house = await startReviewHouse()
  owner = house.owner
})
afterAll(() => house.close())

const declare = (r: InReview, by: Person, body: { member_id?: string; words?: string } = {}) => by.client.try(operations.declareConflict, { params: r.params, body })
const listed = (r: InReview, by: Person) => by.client.call(operations.listConflicts, { params: r.params })
const mine = async (by: Person) => (await by.client.call(operations.listMyConflicts)).items
const takeBack = (by: Person, id: string) => by.client.try(operations.takeBackConflict, { params: { id } })
const inRound = async (r: InReview) => (await owner.client.call(operations.getRound, { params: r.params })).reviewers.map((p) => p.id)
const poolOf = async (r: InReview, by: Person = owner) => (await by.client.call(operations.listReviewerPool, { params: r.roundParams })).items
const feedOf = async (r: InReview) => (await owner.client.call(operations.listEvents, { params: r.params })).items.map((e) => e.text)
/** The conflict of somebody about the candidate of a round. */
const about = async (r: InReview, p: Person) => (await listed(r, owner)).items.find((c) => c.member.id === p.id)!

/** Takes the only reviewer of the pool who is not in the round out of it, so that it stays short. */
async function nobodyLeft(r: InReview) {
  await declare(r, r.third)
  await declare(r, r.first)
  expect(await inRound(r)).toEqual([r.second.id])
}

describe('a conflict', () => {
  it('is listed with its words to those who decide, and to whoever said it; to the other reviewers not at all', async () => {
    const r = await house.inReview()
    await declare(r, r.first, { words: OWN })
    for (const who of [owner, house.recruiter]) expect((await listed(r, who)).items).toMatchObject([{ member: { id: r.first.id }, declared_by: { id: r.first.id }, words: OWN, taken_back: null, can_take_back: false, why_not: expect.stringContaining('only they take it back') }])
    expect(await listed(r, r.first)).toMatchObject({ items: [{ words: OWN, can_take_back: true, why_not: null }], may_declare_for_others: false })
    expect(await listed(r, r.second)).toEqual({ items: [], may_declare_for_others: false })
    expect((await owner.client.try(operations.listEvents, { params: r.params })).text).not.toContain('own-words')
    await house.app.settle()
    expect(JSON.stringify(house.app.mails.all.filter((m) => m.to !== house.owner.email))).not.toContain('own-words')
    expect((await r.candidate.request('GET', `/portal/applications/${r.applicationId}`)).text).not.toContain('conflict')
  })

  it('said twice is one, in the list as in the feed', async () => {
    const r = await house.inReview()
    for (const words of [OWN, 'Said again.']) expect((await declare(r, r.first, { words })).status).toBe(200)
    expect((await listed(r, owner)).items).toMatchObject([{ words: OWN }])
    expect((await feedOf(r)).filter((t) => t === 'declared a conflict of interest')).toHaveLength(1)
  })

  it('that a reviewer declines for is one, too', async () => {
    const r = await house.inReview()
    await r.first.client.call(operations.declineReview, { params: { id: r.first.reviewId }, body: { reason: 'conflict_of_interest', words: OWN } })
    expect((await listed(r, owner)).items).toMatchObject([{ member: { id: r.first.id }, declared_by: { id: r.first.id }, words: OWN }])
  })

  it('stays as it was said, whoever has the database', async () => {
    const r = await house.inReview()
    await declare(r, r.first, { words: OWN })
    await expect(house.app.db.query(`update review_conflicts set words = 'x' where member_id = $1`, [r.first.id])).rejects.toThrow(/stays as it was/)
  })
})

describe('of a colleague', () => {
  it('it is said by those who decide, with a reason; their place goes to somebody else, and they are told', async () => {
    const r = await house.inReview()
    expect((await declare(r, house.recruiter, { member_id: r.first.id, words: WHY })).status).toBe(200)
    expect((await inRound(r)).toSorted()).toEqual([r.second.id, r.third.id].toSorted())
    expect(await about(r, r.first)).toMatchObject({ declared_by: { id: house.recruiter.id }, words: WHY, can_take_back: true })
    expect((await listed(r, r.first)).items).toMatchObject([{ words: '', can_take_back: false, why_not: expect.stringContaining('somebody else has to take it back') }])
    await house.app.settle()
    expect(house.app.mails.all.some((m) => m.to === r.first.email && m.text.includes(r.applicationId.slice(-6).toUpperCase()) && !m.text.includes('team-words'))).toBe(true)
    expect(await feedOf(r)).toContain('declared a conflict of interest of a colleague')
  })

  it('a hiring manager may say it, whatever else they are; other reviewers may not', async () => {
    const r = await house.inReview()
    const manager = r.third
    expect((await declare(r, manager, { member_id: r.first.id, words: WHY })).json).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('tell one of them') })
    await house.setTeam({ hiring_manager: manager.id })
    expect((await declare(r, manager, { member_id: r.first.id, words: WHY })).status).toBe(200)
    const { items, may_declare_for_others } = await listed(r, manager)
    expect({ may_declare_for_others, member: items[0]?.member.id }).toEqual({ may_declare_for_others: true, member: r.first.id })
    await house.setTeam({})
  })

  it('it needs words, and somebody who is a member', async () => {
    const r = await house.inReview()
    expect((await declare(r, owner, { member_id: r.first.id, words: ' ' })).json).toMatchObject({ code: 'words_missing', fields: [{ path: 'body.words' }] })
    expect((await declare(r, owner, { member_id: `mem_${'0'.repeat(26)}`, words: WHY })).status).toBe(422)
    expect((await listed(r, owner)).items).toEqual([])
  })

  it('it leaves a sealed review where it is, and holds for later', async () => {
    const r = await house.inReview()
    await sealFilled(r.first)
    await declare(r, owner, { member_id: r.first.id, words: WHY })
    expect((await inRound(r)).toSorted()).toEqual([r.first.id, r.second.id].toSorted())
    expect((await about(r, r.first)).taken_back).toBeNull()
  })

  it('its reason is not told to an owner who has yet to judge without a name', async () => {
    await house.setTeam({ reviewers: [owner.id, house.reviewers[0]!.id] })
    const { applicationId } = await house.toReview('judging-owner@example.test')
    const params = { id: applicationId }
    await house.recruiter.client.call(operations.declareConflict, { params, body: { member_id: house.reviewers[1]!.id, words: WHY } })
    expect(await owner.client.call(operations.listConflicts, { params })).toMatchObject({ items: [{ words: '' }], may_declare_for_others: true })
    expect(await house.recruiter.client.call(operations.listConflicts, { params })).toMatchObject({ items: [{ words: WHY }] })
    await house.setTeam({})
  })
})

describe('taken back', () => {
  it('it puts nobody back into a round that is open, and says why; later rounds may ask them', async () => {
    const r = await house.inReview()
    await nobodyLeft(r)
    const { id } = await about(r, r.third)
    expect((await takeBack(r.third, id)).status).toBe(200)
    // What would fill the round, if it could.
    await house.setTeam({})
    expect(await inRound(r)).toEqual([r.second.id])
    expect((await poolOf(r)).find((p) => p.id === r.third.id)?.why_not).toContain('later rounds')
    expect((await owner.client.try(operations.replaceReviewer, { params: r.roundParams, body: { leaves: r.second.id, joins: r.third.id } })).json).toMatchObject({ code: 'reviewer_not_possible' })
    expect(await about(r, r.third)).toMatchObject({ taken_back: { by: (await about(r, r.third)).member.name }, can_take_back: false })
    expect(await feedOf(r)).toContain('took their conflict of interest back, for rounds to come')
    const later = await house.inReview()
    // Of another candidate, where nothing was ever said.
    expect((await poolOf(later)).every((p) => p.why_not === null)).toBe(true)
  })

  it('before the round opens, it keeps nobody out', async () => {
    const early: { id?: string } = {}
    const [who] = house.reviewers
    const r = await house.inReview('early@example.test', {
      whileRunning: async () => {
        const { items } = await owner.client.call(operations.listApplications, { query: { search: 'early@example.test' } })
        const params = { id: items[0]?.id ?? '' }
        await who!.client.call(operations.declareConflict, { params, body: { words: OWN } })
        early.id = (await who!.client.call(operations.listConflicts, { params })).items[0]?.id ?? ''
        await who!.client.call(operations.takeBackConflict, { params: { id: early.id } })
      },
    })
    const there = await inRound(r)
    expect(there.includes(who!.id) || (await poolOf(r)).some((p) => p.id === who!.id && p.why_not === null)).toBe(true)
  })

  it('one’s own word only by oneself, the team’s only by the team, and each once', async () => {
    const r = await house.inReview()
    await declare(r, r.first, { words: OWN })
    await declare(r, owner, { member_id: r.first.id, words: WHY })
    const { items } = await listed(r, owner)
    const [own, teams] = [items.find((c) => c.words === OWN)!, items.find((c) => c.words === WHY)!]
    expect((await takeBack(owner, own.id)).json).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('only they take it back') })
    expect((await takeBack(r.first, teams.id)).json).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('somebody else') })
    expect((await takeBack(r.first, own.id)).status).toBe(200)
    expect((await poolOf(r)).find((p) => p.id === r.first.id)).toBeUndefined()
    expect((await takeBack(house.recruiter, teams.id)).status).toBe(200)
    expect((await takeBack(house.recruiter, teams.id)).json).toMatchObject({ code: 'conflict_taken_back' })
    // Said anew, it stands anew beside what was taken back.
    expect((await declare(r, r.first, { words: 'Again.' })).status).toBe(200)
    expect((await listed(r, owner)).items.filter((c) => c.member.id === r.first.id)).toHaveLength(3)
  })

  it('is found by nobody it does not concern', async () => {
    const r = await house.inReview()
    await declare(r, r.first, { words: OWN })
    const { id } = await about(r, r.first)
    const stranger = await house.app.inviteAndJoin(owner.client, 'reviewer', 'nobody@acme.test')
    for (const who of [r.second.client, stranger]) expect((await who.try(operations.takeBackConflict, { params: { id } })).status).toBe(404)
    expect((await about(r, r.first)).taken_back).toBeNull()
  })

  it('by somebody who can’t see the candidate any more: their own list has it, without a name', async () => {
    const guest = { client: await house.app.inviteAndJoin(owner.client, 'reviewer', 'guest@acme.test'), email: 'guest@acme.test', id: '' }
    guest.id = (await guest.client.call(operations.getSession)).member.id
    await house.setTeam({ reviewers: [guest.id, ...house.reviewers.map((p) => p.id)] })
    const { applicationId } = await house.toReview('unseen@example.test')
    await guest.client.call(operations.declareConflict, { params: { id: applicationId }, body: { words: OWN } })
    await house.setTeam({})
    await expect(guest.client.call(operations.getApplication, { params: { id: applicationId } })).rejects.toMatchObject({ status: 404 })
    const [entry] = await mine(guest)
    expect(entry).toMatchObject({ application_id: applicationId, job_title: 'Backend Engineer', candidate: `Candidate #${applicationId.slice(-6).toUpperCase()}`, words: OWN, can_take_back: true })
    expect((await takeBack(guest, entry!.id)).status).toBe(200)
  })
})
