import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type HiringProcess, hiringProcess } from '#contract/process.ts'
import { gallery, referenceCriteriaOf, samplesOf } from '#server/features/templates/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { memberId, openJob } from '#test/support/hire.ts'
import { notYetCalibrated } from './gate.ts'

const WHY = 'The unique key on machine and hour makes a double booking impossible.'

let app: TestApp
let owner: Client
let ana: Client
let ben: Client
let jobId: string
beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  ana = await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')
  ben = await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')
  const ines = await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')
  jobId = (await openJob(owner, { reviewers: [await memberId(ana), await memberId(ben)], interviewers: [await memberId(ines)] })).id
})
afterAll(() => app.close())

const setOf = async (who: Client) => (await who.call(operations.listCalibrations)).items[0]!
const begin = async (who: Client, n: number) => {
  const { rubric_sha256, samples } = await setOf(who)
  return who.call(operations.beginCalibration, { body: { rubric_sha256, sample_id: samples[n]?.sample_id ?? '' } })
}
async function scoreAll(who: Client, id: string, level = 3) {
  const { criteria } = await who.call(operations.getCalibration, { params: { id } })
  for (const c of criteria) await who.call(operations.saveCalibrationScore, { params: { id, criterion: c.id }, body: { level, evidence: WHY } })
}

describe('the samples that ship', () => {
  it.each(gallery().map((t) => t.slug))('%s has three, each with a level and a reason for every criterion', (slug) => {
    const samples = samplesOf(slug)
    expect(samples).toHaveLength(3)
    const criteria = referenceCriteriaOf(slug)
    expect(criteria.length).toBeGreaterThan(2)
    for (const { file } of samples) {
      expect(file.scores.map((s) => s.criterion)).toEqual(criteria.map((c) => c.id))
      for (const s of file.scores) expect(s.reason.length, s.criterion).toBeGreaterThan(25)
    }
    // Somebody who always says the same must not come out right.
    const levels = criteria.map((c) => new Set(samples.flatMap(({ file }) => file.scores.filter((s) => s.criterion === c.id).map((s) => s.level))).size)
    expect(Math.min(...levels)).toBeGreaterThan(1)
  })

  it('are named in an order that does not say how good they are', () => {
    const orders = gallery().map((t) => samplesOf(t.slug).map((s) => s.file.scores.reduce((sum, x) => sum + x.level, 0)))
    expect(new Set(orders.map((sums) => sums.map((x) => sums.toSorted((a, b) => a - b).indexOf(x)).join())).size).toBeGreaterThan(1)
  })
})

describe('reading a sample', () => {
  it('shows files, history and what changed as a submission’s, without a name or a title that gives it away', async () => {
    const { samples } = await setOf(ana)
    for (const { sample_id: id, name } of samples) {
      const { items } = await ana.call(operations.listSubmissionFiles, { params: { id } })
      expect(items.some((f) => f.change === 'added')).toBe(true)
      expect(items.some((f) => /RUBRIC|sample\.yaml|\.patch$/.test(f.path))).toBe(false)
      const commits = await ana.call(operations.listSubmissionCommits, { params: { id } })
      const sample = samplesOf('backend-engineer').find((s) => s.id === id)
      expect(commits.items).toHaveLength(sample?.patches.length ?? 0)
      expect((await ana.call(operations.listSubmissionPushes, { params: { id } })).items).toEqual([])
      expect(name).toMatch(/^Sample [ABC]$/)
      for (const f of sample?.file.falls_short ?? []) {
        const { text } = await ana.call(operations.getSubmissionFile, { params: { id }, query: { path: f.file } })
        expect(text?.split('\n')[f.line - 1], `${f.file}:${f.line}`).toContain(f.code)
      }
    }
    expect(JSON.stringify(samples)).not.toMatch(/weak|middling|strong/)
  })

  it('is for members only', async () => {
    const { samples } = await setOf(ana)
    const params = { id: samples[0]?.sample_id ?? '' }
    expect((await app.visitor().try(operations.listSubmissionFiles, { params })).status).toBe(401)
    expect((await ana.try(operations.listSubmissionFiles, { params: { id: `smp_${'0'.repeat(26)}` } })).status).toBe(404)
  })
})

describe('scoring a sample', () => {
  it('shows the reference only when the scores are sealed, and then says how they differ', async () => {
    const { id, comparison } = await begin(ana, 0)
    expect(comparison).toBeNull()
    expect((await begin(ana, 0)).id).toBe(id)
    const refused = await ana.try(operations.sealCalibration, { params: { id } })
    expect(refused.json).toMatchObject({ code: 'calibration_incomplete' })
    await scoreAll(ana, id)
    await ana.call(operations.saveCalibrationScore, { params: { id, criterion: 'test-quality' }, body: { cannot_assess: 'The tests do not run on my machine.' } })
    expect((await ana.call(operations.getCalibration, { params: { id } })).comparison).toBeNull()
    const sealed = await ana.call(operations.sealCalibration, { params: { id } })
    const file = samplesOf('backend-engineer').find((s) => s.id === sealed.sample_id)?.file
    expect(sealed.comparison?.reference).toEqual(file?.scores.map((s) => ({ criterion_id: s.criterion, level: s.level, reason: s.reason })))
    const gaps = (file?.scores ?? []).filter((s) => s.criterion !== 'test-quality').map((s) => 3 - s.level)
    expect(sealed.comparison?.difference).toEqual({ n: 3, exact: gaps.filter((g) => g === 0).length, within_one: gaps.filter((g) => Math.abs(g) <= 1).length, mean: gaps.reduce((a, b) => a + b, 0) / 3 })
  })

  it('is final', async () => {
    const [c] = (await setOf(ana)).samples
    const params = { id: c?.calibration_id ?? '', criterion: 'data-model' }
    expect((await ana.try(operations.saveCalibrationScore, { params, body: { level: 1, evidence: WHY } })).json).toMatchObject({ code: 'calibration_sealed' })
    await expect(app.db.query(`update calibration_scores set level = 1`)).rejects.toThrow('never changed')
    await expect(app.db.query(`delete from calibrations`)).rejects.toThrow('never removed')
  })

  it('is nobody else’s to see, not the owner’s either, and not past the query', async () => {
    const id = (await setOf(ana)).samples[0]?.calibration_id ?? ''
    for (const who of [owner, ben]) {
      expect((await who.try(operations.getCalibration, { params: { id } })).status).toBe(404)
      expect((await who.try(operations.sealCalibration, { params: { id } })).status).toBe(404)
      expect((await who.call(operations.getMyScoring)).calibrations).toEqual([])
      expect((await setOf(who)).samples.map((s) => s.state)).toEqual(['new', 'new', 'new'])
    }
    expect((await ana.call(operations.getMyScoring)).calibrations).toHaveLength(1)
  })

  it('makes a reviewer calibrated with the last sample, which the record says without a word of how', async () => {
    for (const n of [1, 2]) {
      expect((await setOf(ana)).calibrated_at).toBeNull()
      const { id } = await begin(ana, n)
      await scoreAll(ana, id)
      await ana.call(operations.sealCalibration, { params: { id } })
    }
    expect((await setOf(ana)).calibrated_at).not.toBeNull()
    const events = await app.db.query(`select data from events where type = 'calibration.sealed' order by seq`)
    expect(events.map((e) => (e as { data: { calibrated: boolean } }).data.calibrated)).toEqual([false, false, true])
    expect(JSON.stringify(events)).not.toContain(WHY)
  })
})

describe('a stage that requires calibration', () => {
  it('lets in whoever has scored every sample by the same rubric, and everybody where it only asks', async () => {
    const { process } = await owner.call(operations.getJobProcess, { params: { id: jobId } })
    const members = [await memberId(ana), await memberId(ben)]
    const asks = (calibration: 'asked' | 'required', change = (c: string) => c) => hiringProcess.parse({
      ...process,
      stages: process.stages.map((s) => {
        if (s.type === 'team_review') return { ...s, config: { ...s.config, calibration } }
        return s.type === 'code_assignment' ? { ...s, config: { ...s.config, rubric: { ...s.config.rubric, criteria: s.config.rubric.criteria.map((c) => ({ ...c, description: change(c.description ?? '') })) } } } : s
      }),
    })
    const allowed = async (p: HiringProcess) => {
      const out = await app.ctx.transaction((tx) => notYetCalibrated(tx, p, members))
      return members.filter((id) => !out.has(id))
    }
    expect(await allowed(asks('asked'))).toEqual(members)
    expect(await allowed(asks('required'))).toEqual([members[0]])
    // Nobody could be calibrated on words that no reference was given by: then nothing is required.
    expect(await allowed(asks('required', (c) => `${c} As we see it.`))).toEqual(members)
  })

  it('compares only criteria whose words are those of the reference', async () => {
    const { process, revision } = await owner.call(operations.getJobProcess, { params: { id: jobId } })
    const stages = process.stages.map((s) => (s.type === 'code_assignment' ? { ...s, config: { ...s.config, rubric: { ...s.config.rubric, criteria: s.config.rubric.criteria.map((c, i) => (i === 0 ? { ...c, description: 'Ours.' } : { ...c, name: `${c.name}!` })) } } } : s))
    await owner.call(operations.updateJobProcess, { params: { id: jobId }, body: { process: { ...process, stages }, revision } })
    await owner.call(operations.publishJob, { params: { id: jobId } })
    const { rubric_sha256, samples, calibrated_at } = await setOf(ben)
    expect(calibrated_at).toBeNull()
    const { id, criteria } = await ben.call(operations.beginCalibration, { body: { rubric_sha256, sample_id: samples[0]?.sample_id ?? '' } })
    await scoreAll(ben, id)
    const { comparison } = await ben.call(operations.sealCalibration, { params: { id } })
    expect(comparison?.reference[0]).toMatchObject({ criterion_id: criteria[0]?.id, level: null, reason: expect.stringContaining('changed') })
    expect(comparison?.difference.n).toBe(criteria.length - 1)
  })
})
