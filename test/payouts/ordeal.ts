/** Payouts while everything around them dies. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Faults, createRandom } from '#server/demo/payment-sim/weather.ts'
import { type House, openHouse } from './house.ts'
import { type Company, earn, found, payBy, sayWhere } from './people.ts'
import { type Proof, prove } from './proof.ts'

export interface OrdealOptions {
  payouts: number
  /** Of the program, worker included. */
  kills: number
  /** Of the postmaster. */
  postgresKills: number
  /** Of the program, longer than its lease, while another worker goes on. */
  pauses: number
  seed: number
}

export interface Outcome extends Proof {
  blows: Record<Blow, number>
  earned: number
  /** From the last blow until all were paid. */
  settledAfterSeconds: number
}

type Blow = 'kill' | 'postgres' | 'pause'

/** As the bar says: a lost answer, an error after success, an answer that takes longer than we wait, webhooks twice and out of order. */
export const WEATHER: Partial<Faults> = { lost_answer: 0.1, error_after_success: 0.05, stall: 0.02, stall_ms: 65_000, duplicate_webhook: 0.2, reordered_webhook: 0.2 }

/** Altogether, while blows fall. Beyond an hour the clocks of ours and of the provider's would be too far apart for its list. */
const SHIFTED_MEANWHILE_S = 1200

export async function goThrough(o: OrdealOptions): Promise<Outcome> {
  const house = await openHouse({ seed: o.seed, faults: WEATHER })
  try {
    const company = await found(house)
    if (o.pauses > 0) house.second.start()
    const { earned, blows } = await strike(house, company, o)
    const began = Date.now()
    await settle(house)
    const settledAfterSeconds = Math.round((Date.now() - began) / 1000)
    await Promise.all([house.program.kill(), house.second.kill()])
    return { ...(await prove(house, earned)), blows, earned: earned.length, settledAfterSeconds }
  } finally {
    await house.close()
  }
}

async function strike(house: House, company: Company, o: OrdealOptions) {
  const random = createRandom(o.seed)
  const list = shuffled(random, [...fill('kill', o.kills), ...fill('postgres', o.postgresKills), ...fill('pause', o.pauses)])
  const earning: Promise<string>[] = []
  const telling = tellUntil(house)
  for (const [i, blow] of list.entries()) {
    await house.answers()
    const due = Math.round(((i + 1) * o.payouts) / list.length)
    const rail = payBy(company.owner, i % 2 ? 'stripe' : 'tremendous')
    while (earning.length < due) earning.push(earn(house, company, `earner-${earning.length}@example.test`))
    await sleep(20 + random() * 1480)
    await fall(house, blow)
    await rail
    await insist(() => house.shift(SHIFTED_MEANWHILE_S / list.length))
    // Thousands come from one address, which is no more than 500 an hour.
    await insist(() => house.query('delete from rate_buckets'))
  }
  const earned = await Promise.all(earning)
  await telling.end()
  return { earned, blows: { kill: o.kills, postgres: o.postgresKills, pause: o.pauses } }
}

const fill = (blow: Blow, n: number) => Array.from({ length: n }, () => blow)

function shuffled<T>(random: () => number, list: T[]): T[] {
  return list.map((item) => ({ item, at: random() })).toSorted((x, y) => x.at - y.at).map(({ item }) => item)
}

async function fall(house: House, blow: Blow) {
  if (blow === 'postgres') return house.killPostgres()
  if (blow === 'pause') return pause(house)
  await house.program.kill()
  house.program.start()
}

/** By the database's clock a minute and a half: its leases are over, and who was sending is taken for gone. Then it wakes up. */
async function pause(house: House) {
  house.program.signal('SIGSTOP')
  await insist(() => house.shift(95))
  await sleep(3000)
  house.program.signal('SIGCONT')
}

/** Stripe tells us of accounts over and over while everything dies. */
function tellUntil(house: House) {
  let over = false
  const loop = (async () => {
    while (!over) {
      await sayWhere(house).catch(() => {})
      await sleep(300)
    }
  })()
  return {
    end: () => {
      over = true
      return loop
    },
  }
}

/** The database may be on its way up. */
async function insist(act: () => Promise<unknown>) {
  for (let i = 0; ; i++) {
    try {
      return await act()
    } catch (error) {
      if (i > 100) throw error
      await sleep(100)
    }
  }
}

const OPEN = `select count(*)::int as n from payouts where state <> 'paid'`
const UNDER_WAY = `select count(*)::int as n from payouts where state = 'submitted'`
const DUE = `select count(*)::int as n from tasks where kind in ('plan-payout', 'send-payout', 'ask-rail') and state = 'waiting' and due_at <= hw_now()`

/** Lets minutes pass by the database's clock, and what is due then be done, until everybody is paid or an hour is over. */
export async function settle(house: House): Promise<void> {
  await house.answers()
  for (let round = 0; round < 20; round++) {
    await sayWhere(house)
    await atRest(house)
    if ((await count(house, OPEN)) === 0) return
    await house.shift(185)
  }
}

async function atRest(house: House) {
  for (let i = 0; i < 200; i++) {
    await sleep(100)
    if ((await count(house, DUE)) === 0 || (await count(house, OPEN)) === 0) break
  }
  // What came of it comes back by a webhook, and by nothing but time where that is lost.
  for (let i = 0; i < 15 && (await count(house, UNDER_WAY)) > 0; i++) await sleep(100)
}

const count = async (house: House, text: string) => (await house.query<{ n: number }>(text))[0]?.n ?? 0
