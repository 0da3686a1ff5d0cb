import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedSections, finished, sectionsOf, templateSections, textOf, toneHints } from './feedback-text.ts'

const ok = (text: string) => Object.fromEntries(toneHints(text).map((h) => [h.id, h.ok]))

describe('sections', () => {
  it('begin with a heading; what stands before the first one is a beginning without', () => {
    expect(sectionsOf('Thank you.\n\n## What was strong\n\nThe tables.\n\n## What to work on')).toEqual([
      { heading: '', body: 'Thank you.' },
      { heading: 'What was strong', body: 'The tables.' },
      { heading: 'What to work on', body: '' },
    ])
  })

  it('do not begin within code, nor with a smaller heading', () => {
    expect(sectionsOf('## One\n\n```sh\n## not a heading\n```\n\n### Smaller')).toEqual([{ heading: 'One', body: '```sh\n## not a heading\n```\n\n### Smaller' }])
  })

  it('are left out of what is sent while nobody has written anything in them', () => {
    expect(finished(textOf([...templateSections(), { heading: 'Tests', body: 'They try the hard cases.' }]))).toBe('## Tests\n\nThey try the hard cases.')
  })

  it('become a text and come out of it again as they were', () => {
    const section = fc.record({ heading: fc.stringMatching(/^[A-Za-z]([A-Za-z ]{0,18}[A-Za-z])?$/), body: fc.stringMatching(/^[a-z]([a-z .\n-]{0,60}[a-z])?$/) })
    fc.assert(fc.property(fc.array(section, { maxLength: 6 }), (sections) => void expect(sectionsOf(textOf(sections))).toEqual(sections)))
  })

  it('say where two texts differ, by heading', () => {
    const before = 'Hello\n\n## Strong\n\nTables\n\n## Weak\n\nTests'
    expect(changedSections(before, 'Hello\n\n## Strong\n\nTables!\n\n## New\n\nMore')).toEqual(['Strong', 'New', 'Weak'])
    expect(changedSections(before, before.replace('Hello', 'Dear Casey'))).toEqual(['the beginning'])
    expect(changedSections(before, before)).toEqual([])
  })
})

describe('hints', () => {
  it('are content with feedback that is specific, about the work, and says what to keep and what to try', () => {
    const good = '## What was strong\n\nThe unique index in `db/001.sql` makes double booking impossible.\n\n## What to work on\n\nNext time, let a test book the same hour twice.'
    expect(Object.values(ok(good)).every(Boolean)).toBe(true)
  })

  it.each([
    ['specific', 'Good effort overall, thank you.'],
    ['work', 'You are careless with `holds.ts`.'],
    ['keep', 'Next time, try a test in `holds.ts`.'],
    ['try', 'The index in `holds.ts` is strong.'],
    ['comparison', 'Other candidates wrote a test for `holds.ts`.'],
    ['comparison', 'It was weaker than most.'],
    ['promise', 'We will hire you for this.'],
    ['promise', 'We’ll keep your CV on file for future openings.'],
    ['numbers', 'Your tests scored 3/5.'],
    ['numbers', 'Tests: level 2.'],
  ])('ask to look again (%s): %s', (id, text) => {
    expect(ok(text)[id]).toBe(false)
  })

  it('take no ordinary sentence for a promise or a comparison', () => {
    const text = 'We will write to you about the next step. Many requests at once, more than the pool has, fail; a queue would hold the other requests.'
    expect(ok(text)).toMatchObject({ promise: true, comparison: true, numbers: true })
  })
})
