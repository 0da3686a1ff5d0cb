import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { until } from '#test/faults/patient.ts'
import { Client, ProblemError } from '#test/support/client.ts'
import { keepResult } from '#test/support/results.ts'
import { type House, openHouse } from './house.ts'
import { settle } from './ordeal.ts'
import { type Company, ask, earn, found, payBy } from './people.ts'
import { prove } from './proof.ts'

/** `POINT_TIMES=30` is the size of a release, kept in bench/results/payout-points.json; `POINT_TIMES=1` is for in between. */
const TIMES = Number(process.env['POINT_TIMES'] ?? 10)

/** Every point there is, from the source: one that is declared and never reached fails here. */
const POINTS = [...(/export type FaultPoint =([^]*?)\n\n/.exec(readFileSync('src/server/lib/fault.ts', 'utf8'))?.[1] ?? '').matchAll(/'([\w.]+)'/g)].map(([, point = '']) => point)

let house: House
let company: Company
const earned: string[] = []
const deaths: Record<string, number> = {}
beforeAll(async () => {
  house = await openHouse({ seed: 1, faults: {} })
  company = await found(house)
  await payBy(company.owner, 'stripe')
}, 180_000)
afterAll(async () => {
  await house.close()
  if (TIMES >= 30) keepResult('payout-points', { deaths })
}, 60_000)

const stateOf = async (application: string) => (await house.query<{ id: string; state: string }>('select id, state from payouts where application_id = $1', [application]))[0]
const comesTo = (application: string, state: string) => until(async () => (await stateOf(application).catch(() => null))?.state === state, `${application} is ${state}`)

/** Aims at a point; whoever watches starts the program again, with nothing aimed at. */
async function aimAt(point: string) {
  await house.program.kill()
  house.program.start({ FAULT: point })
  let over = false
  const watching = (async () => {
    while (!over && house.program.endedBy() === null) await sleep(20)
    const died = house.program.endedBy() === 'SIGKILL'
    if (died) house.program.start()
    return died
  })()
  return {
    died: () => {
      over = true
      return watching
    },
  }
}

/** Earns, is held and released, says where the money goes, and is paid. */
async function onePayout(email: string): Promise<string> {
  const application = await earn(house, company, email)
  await comesTo(application, 'needs_details')
  const payout = (await stateOf(application))?.id ?? ''
  await said(ask(company.owner, operations.holdPayout, { params: { id: payout }, body: { reason: 'One moment, please.' } }))
  await said(ask(company.owner, operations.releasePayout, { params: { id: payout } }))
  await comesTo(application, 'needs_details')
  const candidate = await enter(email)
  const params = { id: application, payout }
  await ask(candidate, operations.givePayoutDetails, { params, body: { country: 'US' } })
  await said(ask(candidate, operations.checkPayoutDetails, { params }))
  await settle(house)
  // From the program as it was built, typefaces and all.
  await until(async () => (await candidate.try(operations.getPayoutReceipt, { params })).text.startsWith('%PDF-'), `${email} has a receipt`)
  return application
}

/** What was done before the program died is refused the second time, and that is as good. */
async function said(answer: Promise<unknown>) {
  await answer.catch((error: unknown) => {
    if (!(error instanceof ProblemError) || error.code !== 'payout_state') throw error
  })
}

/** Into the portal, by the code of a mail. */
async function enter(email: string): Promise<Client> {
  const who = new Client(house.url)
  await house.query('delete from rate_buckets')
  await ask(who, operations.requestSignInLink, { body: { email, audience: 'portal' } })
  let code = ''
  await until(async () => {
    const { items } = await ask(company.owner, operations.listMail, { query: { limit: 50 } })
    code = /\b\d{6}\b/.exec(items.find((m) => m.to === email && /Sign in/.test(m.subject))?.text ?? '')?.[0] ?? ''
    return code !== ''
  }, `a code for ${email}`)
  await ask(who, operations.redeemSignInLink, { body: { email, code } })
  return who
}

it('there are points to aim at', () => {
  expect(POINTS.length).toBeGreaterThanOrEqual(10)
})

describe.each(POINTS)('%s', (point) => {
  it(`the program dies there and starts again, and everybody is paid once`, { timeout: 180_000 * TIMES }, async () => {
    for (let i = 0; i < TIMES; i++) {
      const aimed = await aimAt(point)
      await house.answers()
      earned.push(await onePayout(`${point.replace('.', '-')}-${i}@example.test`.replaceAll('_', '-')))
      expect(await aimed.died(), `${point} was never reached`).toBe(true)
      deaths[point] = i + 1
      expect((await prove(house, earned)).wrong).toEqual([])
    }
  })
})
