import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type Hired, hire } from './hire.ts'
import { type Killer, startKiller } from './killer.ts'
import { type Program, startProgram } from './program.ts'
import { type Remains, readRemains } from './remains.ts'

const KILLS = 20
/** As many as an undisturbed hire takes, so that each drawn one comes. */
const WRITES = 52
/** `KILL_SEED=… npm test -- test/faults` draws the same moments again. */
const SEED = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1e9))

let dir: string
let programs: Program[] = []
let killer: Killer
let hired: Hired
const acknowledged = new Set<string>()
let [calm, killed]: Remains[] = []

/** The same hire twice at the same time: one is left in peace, the other's program is killed again and again. */
beforeAll(async () => {
  console.log(`KILL_SEED=${SEED}`)
  dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-kill-'))
  programs = await Promise.all(['calm', 'killed'].map((name) => startProgram(path.join(dir, name))))
  const [peaceful, victim] = programs
  if (!peaceful || !victim) throw new Error('There are two.')
  killer = startKiller(victim, { seed: SEED, kills: KILLS, writes: WRITES })
  const undisturbed = hire(peaceful, path.join(dir, 'calm'), { acknowledged: new Set(), onWrite: () => {} })
  ;[hired] = await Promise.all([hire(victim, path.join(dir, 'killed'), { acknowledged, onWrite: killer.onWrite }), undisturbed])
  await killer.done()
  ;[calm, killed] = await Promise.all([settled(peaceful), settled(victim)])
  console.log(`${acknowledged.size} ids acknowledged in ${killer.writes()} writes. Killed during\n  ${killer.kills.join('\n  ')}`)
}, 420_000)

afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()))
  rmSync(dir, { recursive: true, force: true })
}, 60_000)

/** What remains once nothing more is due, or after a minute. */
async function settled(program: Program): Promise<Remains> {
  let remains = await readRemains(program)
  for (let i = 0; i < 60 && remains.unfinished.length > 0; i++) {
    await sleep(1000)
    remains = await readRemains(program)
  }
  return remains
}

test(`a hire goes through ${KILLS} kills, and its record still verifies`, async () => {
  expect(killer.kills).toHaveLength(KILLS)
  expect((await hired.owner.call(operations.getApplication, { params: hired.params })).state).toBe('hired')
  expect(await hired.owner.call(operations.verifyActivity)).toMatchObject({ ok: true })
})

test('nothing acknowledged is lost', () => {
  expect(acknowledged.size).toBeGreaterThan(40)
  expect([...acknowledged].filter((id) => !killed?.ids.has(id))).toEqual([])
  if (hired.pushed) expect(hired.sealed).toBe(hired.pushed)
})

test('nothing happens twice, and nothing is missing: it leaves what an undisturbed hire leaves', () => {
  expect(killed?.counts).toEqual(calm?.counts)
  expect(killed?.counts).toMatchObject({ applications: 1, submissions: 1, payouts: 1, offers: 1, 'event application.hired': 1, 'event offer.accepted': 1, 'event interview.booked': 1, 'event review.sealed': 2 })
})

test('what was due is done, and every mail was delivered in whole', () => {
  expect(killed?.unfinished).toEqual([])
  expect(killed?.mails.delivered).toEqual(killed?.mails.sent)
})
