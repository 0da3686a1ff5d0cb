import { describe, expect, it } from 'vitest'
import { PAYOUT_STATES, type PayoutState } from '#contract/payout-states.ts'
import type { LoadedApplication } from '#server/features/applications/index.ts'
import { aPayout } from '#test/support/a-payout.ts'
import { candidateWords, teamWords } from './mail-words.ts'
import type { Payout } from './payout.ts'
import { movedSentence } from './words.ts'

// Of an application the words need the company and the job, and nothing else.
const application = { organization: { name: 'Acme' }, job: { title: 'Engineer' } } as LoadedApplication
const toCandidate = (state: PayoutState, change: Partial<Payout> = {}) => candidateWords(aPayout({ state, ...change }), state, application)
const toTeam = (state: PayoutState, change: Partial<Payout> = {}) => teamWords(aPayout({ state, ...change }), state, 'Casey')
const text = (words: ReturnType<typeof toCandidate>) => [words?.subject, ...(words?.paragraphs ?? [])].join('\n')

describe('the candidate', () => {
  it('is told what changes something for them, and nothing else', () => {
    const silent = PAYOUT_STATES.filter((s) => toCandidate(s, { rail: 'stripe' }) === null)
    expect(silent).toEqual(['needs_approval', 'queued', 'submitting', 'unknown', 'cancelled'])
  })

  it('is told once that they have earned it: not when it is planned once more, nor when it is issued anew', () => {
    expect(text(toCandidate('accrued'))).toMatch(/You have earned \$400 USD[^]*“Take-home”[^]*Engineer[^]*Acme sends it by Mon,? 30 Nov 2026 \(UTC\)/)
    expect(toCandidate('accrued', { reason: 'Paid by hand.' })).toBeNull()
    expect(toCandidate('accrued', { replaces: 'pay_old' })).toBeNull()
  })

  it('is told that it is on its way by a rail, with the day where the rail says one, and by hand only when it is sent', () => {
    expect(toCandidate('submitted')).toBeNull()
    expect(text(toCandidate('submitted', { rail: 'stripe', expectedOn: '2026-12-02' }))).toContain('by Wed, 2 Dec 2026')
    expect(toCandidate('submitted', { rail: 'stripe' })?.paragraphs).toEqual(['Your pay of $400 USD for “Take-home” was sent.'])
  })

  it('is told when and under which reference it was sent, where anybody knows', () => {
    const paid = { at: new Date(), on: '2026-11-27', reference: 'SEPA 7' }
    expect(text(toCandidate('paid', { paid }))).toMatch(/is on its way\. Acme sent it on Fri, 27 Nov 2026 \(UTC\), with the reference “SEPA 7”/)
    expect(text(toCandidate('paid', { paid, rail: 'stripe' }))).toContain('has been paid out. Acme')
    expect(toCandidate('paid', { rail: 'stripe' })?.paragraphs[0]).toMatch(/has been paid out\.$/)
  })

  it('is told what was given in their name, when and under which reference, where anybody knows', () => {
    const charity = { name: 'Médecins Sans Frontières', url: 'https://msf.example' }
    expect(toCandidate('paid', { charity, paid: { at: new Date(), on: '2026-11-27', reference: 'SEPA 8' } })).toEqual({ subject: 'Your $400 USD was given to Médecins Sans Frontières', paragraphs: [expect.stringMatching(/^As you asked, Acme has given your \$400 USD for “Take-home” to Médecins Sans Frontières\. It was sent on Fri, 27 Nov 2026 \(UTC\), with the reference “SEPA 8”\.$/)] })
    expect(toCandidate('paid', { charity })?.paragraphs[0]).toMatch(/to Médecins Sans Frontières\.$/)
    expect(text(toTeam('held', { charity }))).toContain('to Médecins Sans Frontières, as Casey has asked, for “Take-home”')
  })

  it('is told when the place was changed, and until when it waits', () => {
    const words = toCandidate('held', { stateAt: new Date('2026-11-25T12:00:00Z'), heldUntil: new Date('2026-11-28T12:30:00Z') })
    expect(words?.subject).toBe('Where your $400 USD goes was changed')
    expect(words?.paragraphs[0]).toMatch(/is another one since 25 Nov 2026,? 12:00.*it waits until 28 Nov 2026,? 12:30/)
    expect(words?.paragraphs).toHaveLength(2)
  })

  it('is told what did not arrive, or takes longer, or was given up', () => {
    for (const state of ['refused', 'failed', 'returned'] as const) expect(text(toCandidate(state))).toMatch(/^Your \$400 USD did not arrive\n.*Acme has been told and sends it again/)
    expect(text(toCandidate('held'))).toMatch(/takes a little longer[^]*promised by Mon, 30 Nov/)
    expect(text(toCandidate('declined'))).toMatch(/^You have given up \$400 USD\nAs you asked/)
    expect(text(toCandidate('needs_details'))).toMatch(/^Where should your \$400 USD go\?\n.*neither Acme nor Handiwork sees your bank details/)
  })
})

describe('the team', () => {
  it('is written to when somebody has to do something, and never else', () => {
    expect(PAYOUT_STATES.filter((s) => toTeam(s) !== null)).toEqual(['needs_approval', 'held', 'refused', 'failed', 'returned'])
  })

  it('is told for how many people it waits, and why', () => {
    expect(text(toTeam('needs_approval', { approvalsNeeded: 1 }))).toMatch(/^Approve \$400 USD to Casey\n.*waits for one person to approve it/)
    expect(text(toTeam('needs_approval', { approvalsNeeded: 2, reason: 'Beyond the cap.' }))).toMatch(/waits for 2 people[^]*\nBeyond the cap\.$/)
    expect(toTeam('held')).toMatchObject({ subject: 'Held: $400 USD to Casey', paragraphs: [expect.any(String)] })
    expect(toTeam('held', { reason: 'Look first.' })?.paragraphs).toEqual([expect.stringMatching(/^\$400 USD to Casey for “Take-home” is held/), 'Look first.'])
  })

  it('is told that a payout did not arrive, by the word of the state', () => {
    expect(toTeam('returned', { reason: 'account closed' })?.paragraphs).toEqual([expect.stringContaining('was returned.'), 'account closed'])
    expect(toTeam('failed')?.subject).toBe('$400 USD to Casey did not arrive')
  })
})

it('the activity has a sentence of its own for every state a payout moves to', () => {
  const moved = PAYOUT_STATES.filter((s) => s !== 'paid')
  const sentences = moved.map(movedSentence)
  expect(new Set(sentences).size).toBe(moved.length)
  for (const s of sentences) expect(s).toMatch(/payment/)
  expect(movedSentence('accrued')).toBe('let the payment go on')
  expect(movedSentence('some_new_state')).toBe('the payment is some new state')
})
