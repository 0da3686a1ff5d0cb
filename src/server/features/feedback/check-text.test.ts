import { describe, expect, it } from 'vitest'
import { internalText, noteText } from './candidate-text.ts'
import { type Guard, flagsOf } from './check-text.ts'
import { fingerprintsOf, packed, unpacked, withoutTheirs } from './fingerprint.ts'

const EVIDENCE = 'The holds are kept in memory, so two processes give the same hour to two people at once.'
const guard = (internal: string[], o: Partial<Guard> = {}): Guard => ({ key: 'app_1', prints: fingerprintsOf('app_1', internal.map(internalText)), names: [], mayBeNamed: [], ...o })
const flagged = (text: string, g: Guard) => flagsOf(text, g).map((f) => f.sentence)

describe('internal text in feedback', () => {
  it('is found when it is pasted whole, and the sentence is named', () => {
    const text = `Thank you for your work. ${EVIDENCE} Try a lock.`
    expect(flagged(text, guard([EVIDENCE]))).toEqual([EVIDENCE])
  })

  it('is found from eight words in a row on, whatever case, marks and line breaks became of them', () => {
    const pasted = '- **Holds:** “the HOLDS are kept in memory so two\nprocesses” restart.'
    expect(flagged(`Well done.\n\n${pasted}`, guard([EVIDENCE]))).toEqual([pasted])
    expect(flagged('Two processes give the same hour.', guard([EVIDENCE]))).toEqual([])
  })

  it('is found across the end of a sentence', () => {
    const internal = 'No locks. Restarting loses every hold. I would not want this in production.'
    expect(flagged('It seems that restarting loses every hold. I would not want that.', guard([internal]))).toHaveLength(2)
  })

  it('is found when a shorter sentence is copied whole', () => {
    const g = guard(['Weak on concurrency. See holds.ts.'])
    expect(flagged('The work is good. This is weak on concurrency, sadly.', g)).toEqual([])
    const short = guard(['Clearly weak on concurrency. See holds.ts.'])
    expect(flagged('The work is good. Clearly weak on concurrency!', short)).toEqual(['Clearly weak on concurrency!'])
  })

  it('is found in scripts without spaces', () => {
    const internal = '这个候选人的并发处理非常薄弱，我不建议继续进行面试流程。'
    expect(flagged(`谢谢。${internal}`, guard([internal]))).toContain(internal)
  })

  it('may be repeated where a reviewer wrote the same to the candidate', () => {
    const prints = withoutTheirs(fingerprintsOf('app_1', [internalText(EVIDENCE)]), 'app_1', [noteText({ kind: 'note_to_candidate', body: EVIDENCE })])
    expect(flagged(EVIDENCE, guard([], { prints }))).toEqual([])
  })

  it('is known by hashes that another application does not share, and that survive being kept', () => {
    const prints = fingerprintsOf('app_1', [internalText(EVIDENCE)])
    expect(unpacked(packed(prints))).toEqual(prints)
    expect(flagged(EVIDENCE, guard([], { prints, key: 'app_2' }))).toEqual([])
    expect(packed(prints).toString('latin1')).not.toContain('holds')
  })
})

describe('a reviewer’s name in feedback', () => {
  const g = guard([], { names: ['Ana Ferreira', 'Mark de Vries', '李雷'], mayBeNamed: ['Casey Ferreira', 'Acme'] })

  it.each(['Ana liked the tables.', 'As ana ferreira said.', 'Ask Mark.', 'Vries saw it.', '李雷 said so.'])('is found: %s', (text) => {
    expect(flagsOf(text, g)).toMatchObject([{ why: 'name', sentence: text }])
  })

  it.each(['Mail Anastasia.', 'Bookmark the page, and mark the spot.', 'Dear Casey Ferreira,', 'The plan de luxe.'])('is not seen in: %s', (text) => {
    expect(flagsOf(text, g)).toEqual([])
  })
})
