import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import type { PolicyRow } from '#server/platform/policy/allow.ts'
import { policyMatrix } from '#server/policy-matrix.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'

let app: TestApp
const people = new Map<string, Client>()
beforeAll(async () => {
  app = await startTestApp()
  const owner = await app.signUpOwner()
  people.set('visitor', app.visitor())
  people.set('owner', owner)
  for (const role of ['recruiter', 'reviewer', 'interviewer'] as const) people.set(role, await app.inviteAndJoin(owner, role))
})
afterAll(() => app.close())

const NOBODY = '0'.repeat(26)
const KIND: [RegExp, string][] = [[/^\/members/, 'mem'], [/^\/invitations/, 'inv'], [/^\/tokens/, 'tok'], [/^\/jobs/, 'job'], [/^\/starters/, 'str'], [/applications\//, 'app'], [/assignments\//, 'asg'], [/submissions\//, 'sub'], [/^\/reviews/, 'rev'], [/^\/calibrations/, 'cal'], [/^\/review-rounds/, 'rnd'], [/^\/conflicts/, 'cfl'], [/^\/slots/, 'slt'], [/interviews\//, 'int'], [/reference-checks/, 'rck'], [/offers\//, 'off'], [/^\/payouts/, 'pay'], [/^\/payout-batches/, 'bat']]

function paramsFor(o: Operation) {
  const kind = KIND.find(([pattern]) => pattern.test(o.path))?.[1] ?? 'app'
  return { id: `${kind}_${NOBODY}`, stage: 'x', slug: 'backend-engineer', org: 'acme', job: 'none', seq: '1', number: '1', token: 'x'.repeat(30), criterion: 'x', comment: `cmt_${NOBODY}`, key: 'draft000', item: `agi_${NOBODY}`, payout: `pay_${NOBODY}`, rail: 'stripe' }
}

function mayCall(row: PolicyRow, person: string): boolean {
  if (row === 'anyone' || row === 'referee') return true
  return row !== 'candidate' && row.roles.includes(person)
}

// Signing out here would end the sessions the next lines need.
const SKIPPED = new Set(['signOut'])
const rows = Object.entries(policyMatrix as Record<string, PolicyRow>).filter(([id]) => !SKIPPED.has(id))

for (const person of ['visitor', 'owner', 'recruiter', 'reviewer', 'interviewer']) {
  test(`the matrix decides what a ${person} may call`, async () => {
    for (const [id, row] of rows) {
      const o = (operations as Record<string, Operation>)[id]
      if (!o) throw new Error(`No operation ${id}`)
      const answer = await people.get(person)?.try(o, { params: paramsFor(o), body: {} })
      const code = (answer?.json as { code?: string } | null)?.code
      const turnedAway = code === 'sign_in_required' || (code === 'forbidden' && answer?.status === 403)
      expect(answer?.status, `${person} ${id}`).toBeLessThan(500)
      if (!mayCall(row, person)) expect(turnedAway, `${person} must not call ${id}, got ${answer?.status} ${code}`).toBe(true)
      else expect(code === 'sign_in_required', `${person} may call ${id}`).toBe(false)
    }
  })
}
