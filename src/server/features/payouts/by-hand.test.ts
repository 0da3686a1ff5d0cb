import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type PayDesk, type PayoutRow, openPayDesk } from '#test/support/pay-desk.ts'
import { PAY } from '#test/support/payouts.ts'
import { markSentByHand, settleByBank } from './by-bank.ts'
import { findPayoutOfOrganization } from './owed-store.ts'

let d: PayDesk
beforeAll(async () => {
  d = await openPayDesk()
})
afterAll(() => d.close())
beforeEach(() => settings(1))

const settings = (approvals: number) => d.call(operations.putPayoutSettings, d.owner, { body: { rail: 'manual', approvals, caps: [] } })
let people = 0
const email = () => `by-hand-${people}@example.test`
const earned = async () => d.payout(await d.apply(`by-hand-${++people}@example.test`))
const again = (p: PayoutRow) => d.payout(p.application_id)
const WHY = { reason: 'One moment, please.' }
const PAID = { reference: 'SEPA 7', paid_on: '2026-01-02' }
const record = (p: PayoutRow, as = d.owner, body = PAID) => d.call(operations.recordPayment, as, { params: { id: p.id }, body })
const hold = (p: PayoutRow) => d.call(operations.holdPayout, d.owner, { params: { id: p.id }, body: WHY })
const release = (p: PayoutRow) => d.call(operations.releasePayout, d.owner, { params: { id: p.id } })
const cancel = (p: PayoutRow) => d.call(operations.cancelPayout, d.owner, { params: { id: p.id }, body: WHY })
const reissue = (p: PayoutRow) => d.call(operations.reissuePayout, d.owner, { params: { id: p.id }, body: WHY })
const approve = (p: { id: string }, as = d.owner) => d.call(operations.approvePayout, as, { params: { id: p.id } })
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('paid by hand', () => {
  it('a payout is recorded with its reference and day, by whom, and mailed to the candidate', async () => {
    const p = await earned()
    await d.mails()
    expect(await record(p)).toMatchObject({ state: 'paid', ...PAID, can: { record_payment: false } })
    expect(await again(p)).toMatchObject({ paid_by: d.owner.memberId, paid_at: expect.any(Date) })
    expect(await d.steps(p.application_id)).toBe('accrued submitted paid')
    expect(await d.mails()).toMatchObject([{ to: { address: email() }, fromName: 'Acme', applicationId: p.application_id, subject: 'Your $400 USD was sent', paragraphs: [`Hello by-hand-${people},`, expect.stringContaining('SEPA 7'), expect.any(String)], action: { label: 'See your $400 USD', url: `https://hire.example/portal/applications/${p.application_id}` } }])
    await expect(record(p)).rejects.toMatchObject({ code: 'payout_paid' })
  })

  it('it carries no day that is still to come everywhere', async () => {
    const p = await earned()
    await expect(record(p, d.owner, { ...PAID, paid_on: day(3) })).rejects.toMatchObject({ code: 'validation_failed', fields: [{ path: 'body.paid_on' }] })
    expect(await record(p, d.owner, { ...PAID, paid_on: day(0) })).toMatchObject({ state: 'paid' })
  })

  it('it waits where two people have to let it go, and says so', async () => {
    await settings(2)
    const p = await earned()
    await expect(record(p)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('More than one person') })
    await d.pass(0)
    await d.mails()
    expect(await again(p)).toMatchObject({ state: 'needs_approval', approvals_needed: 2 })
    await expect(record(p)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('Approve it first') })
    expect(await approve(p, d.recruiter)).toMatchObject({ state: 'needs_approval', approved_by: ['Remy'] })
    expect(await approve(p)).toMatchObject({ state: 'queued', approved_by: ['Remy', 'Olivia'] })
    expect(await d.waiting('send-payout')).toEqual([])
    expect(await record(p)).toMatchObject({ state: 'paid' })
    expect(await d.steps(p.application_id)).toBe('accrued needs_approval queued submitted paid')
  })

  it('it was earned while one person was enough, and asks for both once it takes two', async () => {
    const other = await d.another('more')
    const p = await d.payout(await d.apply(`by-hand-${++people}@example.test`, other.paying))
    const mine = await earned()
    const change = (approvals: number) => d.call(operations.putPayoutSettings, other.owner, { body: { rail: 'manual', approvals, caps: [] } })
    await change(1)
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'accrued', approvals_needed: 0 })
    await change(2)
    await expect(record(p, other.owner)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('within a minute') })
    await expect(d.ctx.as(other.owner).transaction((tx) => markSentByHand(tx, p.id))).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('More than one person') })
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'needs_approval', approvals_needed: 2 })
    expect(await again(mine)).toMatchObject({ state: 'accrued' })
    await change(1)
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'needs_approval', approvals_needed: 2 })
  })

  it('what earns the rest of a budget asks for two, and so does what was owed of it before', async () => {
    const other = await d.another('rest')
    await d.call(operations.putPayoutSettings, other.owner, { body: { rail: 'manual', approvals: 1, caps: [{ job_id: other.paying.id, currency: 'USD', cap_minor: PAY.amount_minor }] } })
    const earns = async () => d.payout(await d.apply(`by-hand-${++people}@example.test`, other.paying))
    const p = await earns()
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'accrued', approvals_needed: 0 })
    const last = await earns()
    await d.pass(0)
    expect(await again(last)).toMatchObject({ state: 'needs_approval', approvals_needed: 2 })
    await expect(record(p, other.owner)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('hold it and release it') })
    await d.call(operations.holdPayout, other.owner, { params: { id: p.id }, body: WHY })
    await d.call(operations.releasePayout, other.owner, { params: { id: p.id } })
    expect(await again(p)).toMatchObject({ state: 'needs_approval', approvals_needed: 2 })
  })

  it('it is let go by two recruiters only with an owner, and by nobody twice', async () => {
    await settings(2)
    const p = await earned()
    await expect(approve(p)).rejects.toMatchObject({ code: 'payout_state' })
    await d.pass(0)
    await approve(p)
    await expect(approve(p)).rejects.toMatchObject({ code: 'payout_approved' })
    expect(await d.db.query(`select data->>'member_id' as by from events where type = 'payout.approved' and data->>'payout_id' = $1`, [p.id])).toEqual([{ by: d.owner.memberId }])
    expect(await approve(p, d.second)).toMatchObject({ state: 'queued' })
  })

  it('what the team is asked to approve, owners and recruiters are told, each by name', async () => {
    await settings(2)
    await d.pass(0)
    await d.mails()
    const p = await earned()
    await d.pass(0)
    const asked = (await d.mails()).filter((m) => m.subject.startsWith('Approve'))
    expect(asked.map((m) => m.to.name).sort()).toEqual(['Olivia', 'Remy', 'Sam'])
    expect(asked[0]).toMatchObject({ fromName: 'Acme', subject: `Approve $400 USD to by-hand-${people}`, paragraphs: [expect.stringMatching(/^Hello \w+,$/), expect.stringContaining('2 people')], action: { url: 'https://hire.example/app/payouts' } })
    await hold(p)
    const held = await d.mails()
    expect(held.map((m) => m.to.address).sort()).toEqual([email(), 'olivia@acme.test', 'sam@acme.test'])
  })
})

describe('stopped', () => {
  it('a payout is held with its reason and goes on as if it had just been earned', async () => {
    const p = await earned()
    expect(await hold(p)).toMatchObject({ state: 'held', ...WHY, can: { release: true, cancel: true, hold: false, record_payment: false } })
    await expect(hold(p)).rejects.toMatchObject({ code: 'payout_state' })
    await expect(record(p)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('look at its state') })
    expect(await release(p)).toMatchObject({ state: 'accrued', reason: '' })
    await expect(release(p)).rejects.toMatchObject({ code: 'payout_state' })
    expect(await record(p)).toMatchObject({ state: 'paid' })
  })

  it('or is cancelled, stays owed, and is issued anew once, by two people', async () => {
    const p = await earned()
    expect(await cancel(p)).toMatchObject({ state: 'cancelled', ...WHY, can: { reissue: true } })
    await expect(cancel(p)).rejects.toMatchObject({ code: 'payout_state' })
    const anew = await reissue(p)
    expect(anew).toMatchObject({ state: 'accrued', replaces: p.id, amount: PAY, approvals_needed: 2, stage_name: 'Application', steps: [{ state: 'accrued', ...WHY }] })
    await expect(reissue(p)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('already') })
    await expect(d.call(operations.recordPayment, d.owner, { params: { id: anew.id }, body: PAID })).rejects.toMatchObject({ code: 'payout_state' })
    await d.pass(0)
    await approve(anew)
    expect(await approve(anew, d.second)).toMatchObject({ state: 'queued' })
    expect(await d.call(operations.recordPayment, d.owner, { params: { id: anew.id }, body: PAID })).toMatchObject({ state: 'paid' })
    expect(await d.db.query(`select data->>'replaces' as of from events where type = 'payout.reissued' and application_id = $1`, [p.application_id])).toEqual([{ of: p.id }])
  })

  it('only what is over is issued anew', async () => {
    const p = await earned()
    await expect(reissue(p)).rejects.toMatchObject({ code: 'payout_state' })
    await record(p)
    await expect(reissue(p)).rejects.toMatchObject({ code: 'payout_state' })
    await expect(hold(p)).rejects.toMatchObject({ code: 'payout_state' })
    await expect(cancel(p)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('nobody here can stop it') })
  })

  it('or is given up by the candidate, before it is sent and never after', async () => {
    const p = await earned()
    const decline = (id = p.application_id) => d.call(operations.declinePayout, d.candidate(email()), { params: { id, payout: p.id } })
    await expect(d.call(operations.declinePayout, d.candidate('else@example.test'), { params: { id: p.application_id, payout: p.id } })).rejects.toMatchObject({ status: 404 })
    expect(await decline()).toMatchObject({ id: p.id, state: 'declined', can_decline: false })
    expect(await again(p)).toMatchObject({ reason: 'The candidate declined it.' })
    await expect(decline()).rejects.toMatchObject({ code: 'payout_state' })
    await expect(record(p)).rejects.toMatchObject({ code: 'payout_state' })
  })

  it('of another application it is nobody’s to give up', async () => {
    const p = await earned()
    const other = await earned()
    await expect(d.call(operations.declinePayout, d.candidate(email()), { params: { id: other.application_id, payout: p.id } })).rejects.toMatchObject({ status: 404 })
    expect(await again(p)).toMatchObject({ state: 'accrued' })
  })
})

describe('in the hands of the bank', () => {
  const asOwner = <T>(act: Parameters<typeof d.ctx.transaction<T>>[0]) => d.ctx.as(d.owner).transaction(act)
  const handOver = (p: PayoutRow) => asOwner((tx) => markSentByHand(tx, p.id))
  const says = (p: PayoutRow, outcome: 'paid' | 'failed') => asOwner((tx) => settleByBank(tx, p.id, { outcome, says: 'AC04 closed' }))

  it('a payout is under way, and paid today under its own id when the bank says so, once', async () => {
    const p = await earned()
    expect(await says(p, 'paid')).toBe('unchanged')
    await handOver(p)
    expect(await again(p)).toMatchObject({ state: 'submitted', reason: 'In a file that was given to the bank.' })
    await expect(handOver(p)).rejects.toMatchObject({ code: 'payout_state' })
    expect(await says(p, 'paid')).toBe('paid')
    expect(await again(p)).toMatchObject({ state: 'paid', reference: p.id, paid_by: d.owner.memberId })
    expect(await says(p, 'failed')).toBe('unchanged')
  })

  it('or has failed with what the bank said, and is owed again', async () => {
    const p = await earned()
    await handOver(p)
    expect(await says(p, 'failed')).toBe('failed')
    expect(await again(p)).toMatchObject({ state: 'failed', reason: 'The bank said AC04 closed' })
    const [line] = await d.db.query<{ n: number }>(`select sum(amount_minor)::int as n from ledger_entries e join ledger_transactions t on t.id = e.transaction_id where t.payout_id = $1 and e.account = 'owed'`, [p.id])
    expect(line?.n).toBe(-40_000)
  })

  it('goes what was let go, and nothing that is held or gone', async () => {
    await settings(2)
    const p = await earned()
    await d.pass(0)
    await expect(handOver(p)).rejects.toMatchObject({ code: 'payout_state' })
    await approve(p)
    await approve(p, d.second)
    await handOver(p)
    expect(await again(p)).toMatchObject({ state: 'submitted' })
    await settings(1)
    const held = await earned()
    await hold(held)
    await expect(handOver(held)).rejects.toMatchObject({ code: 'payout_state' })
  })

  it('it may still be recorded by a person who has the statement', async () => {
    const p = await earned()
    await handOver(p)
    expect(await record(p)).toMatchObject({ state: 'paid', reference: 'SEPA 7' })
    expect(await d.steps(p.application_id)).toBe('accrued submitted paid')
  })
})

describe('a company', () => {
  it('sees its own payouts, what is most urgent first and what is over last', async () => {
    const other = await d.another()
    expect((await d.call(operations.listPayouts, other.owner)).items).toEqual([])
    const owedTo = async (name: string) => d.payout(await d.apply(`${name}@other.test`, other.paying))
    const first = await owedTo('first')
    const second = await owedTo('second')
    const third = await owedTo('third')
    await d.call(operations.recordPayment, other.owner, { params: { id: first.id }, body: PAID })
    await d.call(operations.declinePayout, d.candidate('second@other.test'), { params: { id: second.application_id, payout: second.id } })
    const fourth = await owedTo('fourth')
    const { items } = await d.call(operations.listPayouts, other.owner)
    expect(items.map((p) => p.id)).toEqual([third.id, fourth.id, second.id, first.id])
    expect(items[0]).toMatchObject({ application_id: third.application_id, candidate: { name: 'third', email: 'third@other.test', id: expect.stringMatching(/^cand_/) }, job_title: 'Paid at once', approved_by: [], sends: 0, provider_id: null, provider_says: '', expected_on: null, receipt_url: null, reference: null, paid_at: null, can: { approve: false, hold: true, release: false, cancel: true, record_payment: true, reissue: false, settle_by_hand: false } })
    for (const act of [record, (p: PayoutRow) => hold(p), (p: PayoutRow) => cancel(p), (p: PayoutRow) => reissue(p), (p: PayoutRow) => release(p)]) await expect(act(third)).rejects.toMatchObject({ status: 404, message: expect.stringContaining('This payout') })
    expect(await d.ctx.transaction((tx) => findPayoutOfOrganization(tx, d.orgId, third.id))).toBeNull()
    expect((await d.call(operations.listPayouts, d.owner)).items.some((p) => p.application_id === third.application_id)).toBe(false)
  })

  it('tells the candidate where it is, and nothing of what the team wrote', async () => {
    const p = await earned()
    await hold(p)
    const { items } = await d.call(operations.listPortalPayouts, d.candidate(email()), { params: { id: p.application_id } })
    expect(items).toEqual([{ id: p.id, stage_name: 'Application', amount: PAY, state: 'held', accrued_at: expect.any(String), pay_by: expect.any(String), paid_at: null, paid_on: null, reference: null, expected_on: null, held_until: null, receipt_url: null, replaces: null, charity: null, steps: [{ state: 'accrued', at: expect.any(String) }, { state: 'held', at: expect.any(String) }], can_decline: true, can_donate: true, can_give_details: false }])
    await release(p)
    await record(p)
    const [paid] = (await d.call(operations.listPortalPayouts, d.candidate(email()), { params: { id: p.application_id } })).items
    expect(paid).toMatchObject({ state: 'paid', ...PAID, paid_at: expect.any(String), can_decline: false })
  })

  it('keeps who did each step', async () => {
    const p = await earned()
    await hold(p)
    expect(await d.db.query('select by_kind, by_id from payout_steps where payout_id = $1 order by seq', [p.id])).toEqual([{ by_kind: 'system', by_id: null }, { by_kind: 'member', by_id: d.owner.memberId }])
  })
})
