import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { internalText, noteText } from './candidate-text.ts'
import { fingerprintsOf, sentencesOf, withoutTheirs, wordsOf } from './fingerprint.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
const normal = (word: string) => word.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')

/** The words by the segmenter alone, over the whole text. */
const slowWords = (text: string) => [...segmenter.segment(text)].filter((s) => s.isWordLike).flatMap((s) => (normal(s.segment) ? [{ word: normal(s.segment), start: s.index, end: s.index + s.segment.length }] : []))

/** Pieces whose joints are where the rules of words are hard. */
const PIECES = ['a', 'B', 'word', '7', '42', '_', '.', ',', ';', ':', "'", '’', '"', '-', '/', '@', '#', '(', ')', '`', '!', '?', ' ', '  ', '\n', '\r\n', '\t', 'ü', 'é', 'e\u0301', '中文', 'ไทย', 'かな', 'カタ', '한', '👩‍💻', '️', '\u200d', '\u00ad', '\u00a0', '٣', 'ﬁ', 'ß', 'İ', '…', '—', 'e.g.', "don't", 'src/app.ts:3', 'x_y', '1.000,5']
const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((p) => p.join(''))
const plain = fc.string({ unit: 'grapheme-ascii', maxLength: 60 })

describe('the words of a text', () => {
  it('are those of the segmenter, with their places, in plain text and in any other', () => {
    fc.assert(fc.property(fc.oneof(texts, plain, fc.string({ unit: 'binary', maxLength: 40 })), (text) => { expect(wordsOf(text)).toEqual(slowWords(text)) }), { numRuns: 1_000 })
  })
})

/** As they were worked out when the first of them were kept: sentences cut into words each by itself. */
function slowPrints(key: string, text: string): Set<string> {
  const runs = (words: { word: string }[], n: number) => words.slice(0, Math.max(0, words.length - n + 1)).map((_, i) => words.slice(i, i + n).map((w) => w.word).join(' '))
  const short = sentencesOf(text).map((s) => slowWords(s.sentence)).filter((w) => w.length >= 4 && w.length < 8).flatMap((w) => runs(w, w.length))
  return new Set([...runs(slowWords(text), 8), ...short].map((words) => createHash('sha256').update(`${key}\n${words}`).digest('hex').slice(0, 16)))
}

describe('fingerprints', () => {
  it('are those that were kept before', () => {
    fc.assert(fc.property(texts, (text) => { expect(fingerprintsOf('app_1', [internalText(text)])).toEqual(slowPrints('app_1', text)) }), { numRuns: 1_000 })
    const prose = 'The holds are in memory. That’s weak, I’d say: “two processes give the same hour”! See src/holds.ts:3. Clearly weak on concurrency.\n\nAsk about it – e.g. with 1,000 users.'
    expect(fingerprintsOf('app_1', [internalText(prose)])).toEqual(slowPrints('app_1', prose))
  })

  it('leave out what was also written for the candidate, and nothing else', () => {
    const internal = 'One two three four five six seven eight nine.'
    const note = noteText({ kind: 'note_to_candidate', body: 'one, two, three, four, five, six, seven, EIGHT' })
    expect(fingerprintsOf('app_1', [internalText(internal)]).size).toBe(2)
    expect(withoutTheirs(fingerprintsOf('app_1', [internalText(internal)]), 'app_1', [note])).toEqual(slowPrints('app_1', 'two three four five six seven eight nine'))
  })
})
