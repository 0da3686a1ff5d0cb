import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { Recipient } from '#server/adapters/payments/port.ts'
import { type PayDesk, type PayoutRow, openPayDesk } from '#test/support/pay-desk.ts'
import { type FakeRail, fakeRail } from '#test/support/payouts.ts'
import { checkPayee, checkRecipient } from './check-recipient.ts'
import { planPayout } from './plan-payout.ts'
import { beginSending } from './send-payout.ts'
import { lockPayout } from './store.ts'

/** Whom the provider knows, by their id; asked for somebody new it makes `acct-<their address>`. */
const known = new Map<string, Recipient>()
const ensured: { key: string; name: string; email: string; country: string | null }[] = []
const back: { returnUrl: string; refreshUrl: string }[] = []
const stripe = fakeRail({ needsDetails: true }, { recipientId: 'acct', ready: false, destination: null }, 'stripe')
const tremendous = fakeRail()
const usual: FakeRail['recipients'] = {
  ensure: (r) => {
    ensured.push(r)
    const made = { recipientId: `acct-${r.email}`, ready: false, destination: null }
    known.set(made.recipientId, made)
    return Promise.resolve(made)
  },
  get: (id) => Promise.resolve(known.get(id) ?? { recipientId: id, ready: false, destination: null }),
  link: (id, to) => {
    back.push(to)
    return Promise.resolve(`https://provider.example/${id}`)
  },
}
let d: PayDesk
beforeAll(async () => {
  d = await openPayDesk({ rails: { stripe, tremendous } })
})
afterAll(() => d.close())
beforeEach(async () => {
  stripe.recipients = usual
  await settings()
})

const settings = (approvals = 0, rail: 'stripe' | 'tremendous' = 'stripe') => d.call(operations.putPayoutSettings, d.owner, { body: { rail, approvals, caps: [] } })
let people = 0
const email = (n = people) => `payee-${n}@example.test`
const account = (n = people) => `acct-${email(n)}`
async function earned(): Promise<PayoutRow> {
  const id = await d.apply(email(++people))
  await d.pass(0)
  return d.payout(id)
}
const again = (p: PayoutRow) => d.payout(p.application_id)
const place = (p: PayoutRow) => ({ params: { id: p.application_id, payout: p.id } })
const start = (p: PayoutRow, who = email()) => d.call(operations.givePayoutDetails, d.candidate(who), { ...place(p), body: { country: 'DE' } })
const end = (p: PayoutRow, who = email()) => d.call(operations.checkPayoutDetails, d.candidate(who), place(p))
const says = (n: number, destination: string | null, ready = true) => known.set(account(n), { recipientId: account(n), ready, destination })
const webhook = (id: string) => d.call(operations.receivePaymentWebhook, { kind: 'visitor' }, { params: { rail: 'stripe' } }, { rawBody: Buffer.from(JSON.stringify({ id: `evt-${id}-${Math.random()}`, recipient: id })), header: () => 'right' })
/** Earned, and said where it goes. */
async function given(destination: string): Promise<PayoutRow> {
  const p = await earned()
  await start(p)
  says(people, destination)
  return p
}
const hold = (p: PayoutRow) => d.call(operations.holdPayout, d.owner, { params: { id: p.id }, body: { reason: 'A closer look, please.' } })
const release = (p: PayoutRow) => d.call(operations.releasePayout, d.owner, { params: { id: p.id } })

describe('the candidate', () => {
  it('is sent to the provider, made known to it once, and comes back to their own page', async () => {
    const p = await earned()
    expect(p).toMatchObject({ state: 'needs_details', rail: 'stripe', recipient_id: null })
    expect(await start(p)).toEqual({ url: `https://provider.example/${account()}` })
    const page = `https://hire.example/portal/applications/${p.application_id}/payouts/${p.id}`
    expect(back.at(-1)).toEqual({ returnUrl: `${page}/returned`, refreshUrl: `${page}/details` })
    expect(await start(p)).toEqual({ url: `https://provider.example/${account()}` })
    const [row] = await d.db.query<{ candidate_id: string }>('select candidate_id from applications where id = $1', [p.application_id])
    expect(ensured.filter((e) => e.email === email())).toEqual([{ key: `${d.orgId}:${row?.candidate_id}`, name: `payee-${people}`, email: email(), country: 'DE' }])
  })

  it('is waited for until the provider calls them ready; then it is sent there', async () => {
    const p = await earned()
    expect(await end(p)).toMatchObject({ state: 'needs_details', can_give_details: true })
    await start(p)
    expect(await end(p)).toMatchObject({ state: 'needs_details' })
    says(people, `bank-${people}`, false)
    expect(await end(p)).toMatchObject({ state: 'needs_details' })
    says(people, `bank-${people}`)
    expect(await end(p)).toMatchObject({ state: 'queued', can_give_details: true })
    expect(await again(p)).toMatchObject({ recipient_id: account(), destination: `bank-${people}`, reason: '' })
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'submitted' })
    expect(stripe.orders.at(-1)).toMatchObject({ key: p.id, payee: { recipientId: account() } })
    await expect(start(p)).rejects.toMatchObject({ code: 'payout_state' })
    expect((await d.call(operations.listPortalPayouts, d.candidate(email()), { params: { id: p.application_id } })).items).toMatchObject([{ can_give_details: false }])
  })

  it('who is known already is asked nothing for the next payout, while they are ready', async () => {
    const first = await given(`bank-x${people}`)
    await end(first)
    await d.pass(0)
    const next = await d.payout(await d.apply(email(), d.paying).catch(() => first.application_id))
    expect(next.id).toBe(first.id)
    await d.db.query(`update applications set state = 'withdrawn' where id = $1`, [first.application_id])
    const second = await d.payout(await d.apply(email()))
    await d.pass(0)
    expect(await again(second)).toMatchObject({ state: 'submitted', recipient_id: account() })
    says(people, `bank-x${people}`, false)
    await d.db.query(`update applications set state = 'withdrawn' where id = $1`, [second.application_id])
    const third = await d.payout(await d.apply(email()))
    await d.pass(0)
    expect(await again(third)).toMatchObject({ state: 'needs_details' })
  })

  it('alone says where their pay goes, for their own payout', async () => {
    const [mine, other] = [await earned(), await earned()]
    await expect(start(mine, email())).rejects.toMatchObject({ status: 404 })
    await expect(d.call(operations.givePayoutDetails, d.candidate(email()), { params: { id: other.application_id, payout: mine.id }, body: { country: 'DE' } })).rejects.toMatchObject({ status: 404 })
    await expect(d.call(operations.checkPayoutDetails, d.candidate(email()), { params: { id: other.application_id, payout: mine.id } })).rejects.toMatchObject({ status: 404 })
  })

  it('is asked for nothing by a rail that writes to them itself, nor by hand', async () => {
    await settings(1, 'tremendous')
    const p = await earned()
    expect(p).toMatchObject({ state: 'needs_approval', rail: 'tremendous', recipient_id: null })
    await expect(start(p)).rejects.toMatchObject({ code: 'payout_state' })
    await expect(end(p)).rejects.toMatchObject({ code: 'payout_state' })
  })

  it('is told so where the rail that asks has no pages', async () => {
    const p = await earned()
    stripe.recipients = null
    await expect(start(p)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('needs no details') })
  })
})

describe('a webhook about a person', () => {
  it('lets what waited for them go on', async () => {
    const p = await given(`bank-${people}`)
    await webhook(account())
    expect(await again(p)).toMatchObject({ state: 'queued' })
  })

  it('about somebody unknown, or of a rail without people, changes nothing', async () => {
    await webhook('acct-nobody')
    await checkRecipient(d.ctx, tremendous, 'acct-nobody')
    expect(await d.db.query(`select 1 from payout_recipients where recipient_id = 'acct-nobody'`)).toEqual([])
  })

  it('heard again lets nothing go on twice', async () => {
    const p = await given(`bank-${people}`)
    await webhook(account())
    await webhook(account())
    expect(await d.steps(p.application_id)).toBe('accrued needs_details queued')
    expect((await d.waiting('send-payout')).filter(({ key }) => key.includes(p.id))).toHaveLength(1)
  })

  it('leaves alone what was sent', async () => {
    const p = await given(`bank-s${people}`)
    await end(p)
    await d.pass(0)
    says(people, 'bank-of-a-thief')
    await webhook(account())
    expect(await again(p)).toMatchObject({ state: 'submitted', destination: expect.stringMatching(/^bank-s/) })
  })
})

describe('a place that changes', () => {
  it('by the candidate’s own hand while the payout waits for people’s word is the provider’s page again', async () => {
    await settings(1)
    const p = await given(`bank-${people}`)
    await end(p)
    expect(await again(p)).toMatchObject({ state: 'needs_approval' })
    expect(await start(p)).toEqual({ url: `https://provider.example/${account()}` })
  })

  it('between everybody’s word and the sending holds the payout, and nothing is sent', async () => {
    const p = await given('bank-before')
    await end(p)
    expect(await again(p)).toMatchObject({ state: 'queued' })
    says(people, 'bank-after')
    await webhook(account())
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'held', sends: 0, destination: 'bank-after' })
    expect(stripe.orders.filter((o) => o.key === p.id)).toEqual([])
  })

  it('at the moment in which it is being sent comes too late: what the rail is told of is neither held nor said to go elsewhere', async () => {
    const p = await given('bank-sent-to')
    await end(p)
    says(people, 'bank-too-late')
    let heard: Promise<unknown> = Promise.resolve()
    await d.ctx.transaction(async (tx) => {
      await beginSending(tx, (await lockPayout(tx, p.id)) ?? expect.fail('gone'), stripe)
      heard = webhook(account())
      await expect.poll(() => d.db.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%"payouts"%'`), { timeout: 20_000 }).toHaveLength(1)
    })
    await heard
    expect(await again(p)).toMatchObject({ state: 'submitting', destination: 'bank-sent-to' })
  })

  it('after it was given holds the payout, and both places and the moment are kept', async () => {
    await settings(1)
    const p = await given('bank-old')
    await end(p)
    expect(await again(p)).toMatchObject({ state: 'needs_approval' })
    await webhook(account())
    expect(await again(p)).toMatchObject({ state: 'needs_approval' })
    says(people, 'bank-new')
    await webhook(account())
    expect(await again(p)).toMatchObject({ state: 'held', reason: expect.stringContaining('changed where the money goes'), destination: 'bank-new' })
    expect(await d.db.query('select destination, destination_before, destination_at is not null as at from payout_recipients where recipient_id = $1', [account()])).toEqual([{ destination: 'bank-new', destination_before: 'bank-old', at: true }])
    await webhook(account())
    expect(await d.db.query('select destination_before from payout_recipients where recipient_id = $1', [account()])).toEqual([{ destination_before: 'bank-old' }])
  })

  it('while it is held for another reason holds it once more', async () => {
    await settings(1)
    const p = await given('bank-f')
    await end(p)
    await hold(p)
    says(people, 'bank-g')
    expect(await release(p)).toMatchObject({ state: 'held', reason: expect.stringContaining('changed where the money goes') })
    expect(await release(p)).toMatchObject({ state: 'held' })
    expect(await d.call(operations.releasePayout, d.second, { params: { id: p.id } })).toMatchObject({ state: 'needs_approval' })
  })

  it('to another candidate’s holds it until somebody has looked, once', async () => {
    const first = await given('bank-shared')
    await end(first)
    const p = await given('bank-shared')
    await end(p)
    expect(await again(p)).toMatchObject({ state: 'held', reason: expect.stringContaining('same place') })
    expect(await release(p)).toMatchObject({ state: 'queued' })
  })

  it('of another company is no business of this one', async () => {
    const first = await given('bank-both')
    await end(first)
    const other = await d.another()
    await d.call(operations.putPayoutSettings, other.owner, { body: { rail: 'stripe', approvals: 0, caps: [] } })
    const p = await d.payout(await d.apply(email(++people), other.paying))
    await d.pass(0)
    await start(p)
    says(people, 'bank-both')
    expect(await end(p)).toMatchObject({ state: 'queued' })
  })
})

describe('the provider', () => {
  it('is asked about whoever is waited for, and about nobody else', async () => {
    const asked: string[] = []
    const p = await given(`bank-${people}`)
    stripe.recipients = {
      ...usual,
      get: (id) => {
        asked.push(id)
        return usual.get(id)
      },
    }
    await checkPayee(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'queued' })
    expect(asked).toEqual([account()])
    await checkPayee(d.ctx, p.id)
    await checkPayee(d.ctx, 'pay_nobody')
    expect(asked).toEqual([account()])
  })

  it('that is away is asked about them in five minutes', async () => {
    const p = await given(`bank-${people}`)
    stripe.recipients = { ...usual, get: () => Promise.reject(new Error('no route to the provider')) }
    await expect(checkPayee(d.ctx, p.id)).rejects.toMatchObject({ seconds: 300 })
    expect(await again(p)).toMatchObject({ state: 'needs_details' })
  })
})

describe('somebody who becomes ready while a plan is being made', () => {
  it('does not leave the payout waiting for them', async () => {
    const email = `quick-${++people}@example.test`
    const id = await d.apply(email)
    const p = await d.payout(id)
    const [row] = await d.db.query<{ candidate_id: string }>('select candidate_id from applications where id = $1', [id])
    const recipientId = `acct-${email}`
    await d.db.query(`insert into payout_recipients (org_id, candidate_id, rail, mode, recipient_id) values ($1, $2, 'stripe', 'sandbox', $3)`, [d.orgId, row?.candidate_id, recipientId])
    // Between the answer “not ready” and the moment it is written down, the candidate is done, and the webhook comes.
    let first = true
    stripe.recipients = {
      ...usual,
      get: async (asked) => {
        if (!first) return usual.get(asked)
        first = false
        known.set(recipientId, { recipientId, ready: true, destination: 'bank-quick' })
        await webhook(recipientId)
        return { recipientId, ready: false, destination: null }
      },
    }
    await planPayout(d.ctx, p.id)
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'submitted', destination: 'bank-quick', recipient_id: recipientId })
  })
})
