import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { operations } from '#contract/index.ts'
import { NoDependencies } from '#server/adapters/sandbox/port.ts'
import { checksOf, starterFilesOf } from '#server/features/templates/index.ts'
import { packageRoot } from '#server/lib/package-root.ts'
import { startTestApp, type TestApp } from '#test/support/app.ts'
import { givenSubmission } from '#test/support/submission.ts'
import { planOf } from './plan.ts'

const folder = path.join(packageRoot, 'templates/backend-engineer/samples', process.env['CHECKS_SAMPLE'] ?? 'middling')
const patches = readdirSync(folder).filter((name) => name.endsWith('.patch')).sort().map((name) => path.join(folder, name))
const sample = parse(readFileSync(path.join(folder, 'sample.yaml'), 'utf8')) as { tests: { visible: { passed: number; failed: number }; hidden: { passed: number; failed: number; failing: string[] } } }

let app: TestApp
/** Why nothing can be run here; empty when all of it can. */
let missing = ''
beforeAll(async () => {
  app = await startTestApp({ env: { CHECKS: 'on' } })
  missing = await whatIsMissing()
}, 320_000)
afterAll(() => app.close())

async function whatIsMissing(): Promise<string> {
  const standing = await app.ctx.sandbox.standing()
  if (standing.kind === 'none') return standing.says
  const plan = planOf(starterFilesOf('backend-engineer'), true, checksOf('backend-engineer'))
  if (typeof plan === 'string') throw new Error(plan)
  return app.ctx.sandbox.dependencies(plan).then(() => '', (error: unknown) => {
    if (error instanceof NoDependencies) return error.message
    throw error
  })
}

describe('a real submission, in a real sandbox', () => {
  it('is run after sealing: its own tests with what they cover, the hidden ones, the types and the lint, as its file says', { timeout: 180_000 }, async ({ skip }) => {
    skip(missing !== '', missing)
    const { owner, ana, id } = await givenSubmission(app, { patches })
    const params = { id: (await owner.call(operations.getAssignment, { params: { id } })).submission_id ?? '' }
    const { run, can_run_again, sandbox } = await ana.call(operations.getChecks, { params })
    expect({ state: run?.state, reason: run?.reason, can_run_again, available: sandbox.available }).toEqual({ state: 'done', reason: '', can_run_again: false, available: true })

    const [own, hidden, types, lint] = run?.steps ?? []
    expect(own?.counts).toEqual({ ...sample.tests.visible, skipped: 0 })
    expect(hidden?.counts).toEqual({ passed: sample.tests.hidden.passed, failed: sample.tests.hidden.failed, skipped: 0 })
    expect(hidden?.tests.filter((t) => t.state === 'failed').map((t) => t.name).sort()).toEqual([...sample.tests.hidden.failing].sort())
    expect(types).toMatchObject({ kind: 'script', end: 'exited', exit_code: 0, counts: null })
    expect(own?.coverage?.lines).toBeGreaterThan(50)
    expect(lint).toMatchObject({ title: 'npm run lint', end: 'exited' })
    expect(lint?.log).toMatch(/Found \d+ warnings? and \d+ errors?/)
    expect(own?.tests.map((t) => t.file).filter((file) => !file.startsWith('test/'))).toEqual([])
    expect(JSON.stringify(run)).not.toMatch(/report_\w{20}/)
    expect(run?.steps.reduce((sum, s) => sum + s.wall_ms, 0)).toBeLessThan(120_000)
  })
})
