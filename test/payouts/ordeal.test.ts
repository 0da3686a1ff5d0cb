import { expect, it } from 'vitest'
import { keepResult } from '#test/support/results.ts'
import { type OrdealOptions, type Outcome, goThrough } from './ordeal.ts'

/** `KILLS=1000 PAYOUTS=2000 POSTGRES_KILLS=200 PAUSES=50` is the size of a release, kept in bench/results; `KILLS=10 PAYOUTS=60` is for in between. */
const size = (name: string, usual: number) => Number(process.env[name] ?? usual)
const release = Number(process.env['KILLS']) >= 1000
/** `PAYOUT_SEED=…` draws the same moments and the same weather again. */
const SEED = size('PAYOUT_SEED', Math.floor(Math.random() * 1e9))

async function ordeal(name: string, o: Omit<OrdealOptions, 'seed'>): Promise<Outcome> {
  console.log(`PAYOUT_SEED=${SEED}`)
  const r = await goThrough({ ...o, seed: SEED })
  const { wrong, payouts, ...figures } = r
  const result = { seed: SEED, ...figures, paid: payouts.filter((p) => p.state === 'paid').length, were_unknown: payouts.filter((p) => p.was_unknown).length, sent_again: payouts.filter((p) => p.sends > 1).length, wrong: wrong.length }
  console.log(name, result, wrong.slice(0, 20).join('\n'))
  if (release) keepResult(name, result)
  return r
}

it('payouts by two rails go through kills of the program in bad weather: none lost, none twice, none wrong', { timeout: release ? 7_200_000 : 1_200_000 }, async () => {
  const payouts = size('PAYOUTS', 300)
  const r = await ordeal('payouts', { payouts, kills: size('KILLS', 300), postgresKills: 0, pauses: 0 })
  expect(r.wrong).toEqual([])
  expect(r.payouts).toHaveLength(payouts)
  expect(new Set(r.payouts.map((p) => p.rail))).toEqual(new Set(['stripe', 'tremendous']))
  expect(r.payouts.some((p) => p.was_unknown)).toBe(true)
  expect(r.settledAfterSeconds).toBeLessThan(300)
})

it('and through kills of the database, and workers that sleep longer than their lease', { timeout: release ? 7_200_000 : 1_200_000 }, async () => {
  const payouts = Math.ceil(size('PAYOUTS', 300) / 3)
  const r = await ordeal('payouts-database', { payouts, kills: 0, postgresKills: size('POSTGRES_KILLS', 50), pauses: size('PAUSES', 4) })
  expect(r.wrong).toEqual([])
  expect(r.payouts).toHaveLength(payouts)
})
