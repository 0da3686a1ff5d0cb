import { hash } from 'node:crypto'
import type { CandidateText, InternalText } from './candidate-text.ts'

/** How many words in a row make a passage somebody copied. */
const SHINGLE = 8
/** A whole sentence shorter than that is recognised from so many words on. */
const SENTENCE_MIN = 4
const BYTES = 8

/** Hashes of passages: enough to recognise them, too little to read them. */
export type Fingerprints = ReadonlySet<string>

export interface Word {
  word: string
  start: number
  end: number
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })

/** Words without case, marks and forms of the same letter: what copying and setting a text may change is gone. */
export function wordsOf(text: string): Word[] {
  const parts: Word[][] = []
  let at = 0
  // No word goes on beyond a blank, so that only the pieces that need it are looked at with all the rules of Unicode.
  for (const { 0: piece, index } of text.matchAll(NOT_PLAIN)) {
    parts.push(plainWords(text.slice(at, index), at), anyWords(piece, index))
    at = index + piece.length
  }
  return [...parts.flat(), ...plainWords(text.slice(at), at)]
}

/** A piece between blanks in which not every version of Unicode sees the same words: they differ in whether a colon joins two letters. */
const NOT_PLAIN = /(?<![^ \t\r\n])[\x21-\x7e]*?(?:[^\t\n\r\x20-\x7e]|[A-Za-z]:[A-Za-z])[^ \t\r\n]*/g
/** The segmenter's rules as far as they are about plain text, at a fraction of what it takes. */
const PLAIN_WORD = /(?:\w|(?<=[A-Za-z])[.'](?=[A-Za-z])|(?<=\d)[.,;'](?=\d))+/g

function plainWords(text: string, at: number): Word[] {
  const words: Word[] = []
  // Lower case is as long as it was: this is plain text.
  for (const { 0: written, index } of text.toLowerCase().matchAll(PLAIN_WORD)) {
    const word = JOINED.test(written) ? written.replaceAll(/[^a-z0-9]+/g, '') : written
    if (word) words.push({ word, start: at + index, end: at + index + written.length })
  }
  return words
}

/** With something in it that is no letter and no digit. */
const JOINED = /[^a-z0-9]/

function anyWords(text: string, at: number): Word[] {
  return [...segmenter.segment(text)].filter((s) => s.isWordLike).flatMap((s) => wordAt(at + s.index, s.segment, normal(s.segment)))
}

function wordAt(start: number, written: string, word: string): Word[] {
  return word ? [{ word, start, end: start + written.length }] : []
}

function normal(word: string): string {
  return word.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

/** A line break that only wraps a line: none before a blank line, a list, a heading or a quotation. */
const WRAP = /\n(?!\s*(?:\n|[-*#>]|\d+\.|$))/g

interface Sentence {
  start: number
  end: number
  sentence: string
}

/** Where the sentences of a text begin and end. A line that is not wrapped ends one. */
export function sentencesOf(text: string): Sentence[] {
  return [...sentences.segment(text.replaceAll(WRAP, ' '))].flatMap((s) => {
    const [start, end] = [s.index, s.index + s.segment.length]
    const sentence = text.slice(start, end).trim()
    return sentence ? [{ start, end, sentence }] : []
  })
}

/**
 * The fingerprints of internal text: every eight words in a row, and shorter sentences whole. `key` keeps the prints of two
 * applications apart.
 */
export function fingerprintsOf(key: string, texts: readonly InternalText[]): Fingerprints {
  return new Set([...new Set(texts.flatMap(internalPassages))].map((words) => hashOf(key, words)))
}

/** The prints less those of passages that were also written for the candidate: those may be repeated. */
export function withoutTheirs(prints: Fingerprints, key: string, theirs: readonly CandidateText[]): Fingerprints {
  const written = new Set(theirs.flatMap((text) => everyRun(wordsOf(text))).map((words) => hashOf(key, words)))
  return new Set([...prints].filter((print) => !written.has(print)))
}

function internalPassages(text: InternalText): string[] {
  const words = wordsOf(text)
  return [...runsOf(words, SHINGLE), ...shortSentences(text, words)]
}

/** The parts of a text that fingerprints recognise. */
export function recognised(prints: Fingerprints, key: string, text: string): { start: number; end: number }[] {
  const words = wordsOf(text)
  return LENGTHS.flatMap((length) => runsOf(words, length).flatMap((run, i) => (prints.has(hashOf(key, run)) ? [{ start: words[i]?.start ?? 0, end: words[i + length - 1]?.end ?? 0 }] : [])))
}

/** All runs of so many words, cut out of one line: joining each anew costs most of what this takes. */
function runsOf(words: readonly Word[], length: number): string[] {
  const line = words.map((w) => w.word).join(' ')
  const runs: string[] = []
  let [start, end] = [0, -1]
  for (const [i, { word }] of words.entries()) {
    end += word.length + 1
    if (i + 1 < length) continue
    runs.push(line.slice(start, end))
    start += (words[i + 1 - length]?.word.length ?? 0) + 1
  }
  return runs
}

const LENGTHS = Array.from({ length: SHINGLE - SENTENCE_MIN + 1 }, (_, i) => SENTENCE_MIN + i)
const everyRun = (words: readonly Word[]) => LENGTHS.flatMap((length) => runsOf(words, length))

function shortSentences(text: string, words: readonly Word[]): string[] {
  return sentencesOf(text).map((s) => wordsWithin(s, words)).filter((w) => w.length >= SENTENCE_MIN && w.length < SHINGLE).map((run) => run.map((w) => w.word).join(' '))
}

/** Cut anew only where a sentence ends within a word, which few scripts have. */
function wordsWithin({ start, end, sentence }: Sentence, words: readonly Word[]): Word[] {
  const touched = words.filter((w) => w.start < end && w.end > start)
  return touched.every((w) => w.start >= start && w.end <= end) ? touched : wordsOf(sentence)
}

function hashOf(key: string, words: string): string {
  return hash('sha256', `${key}\n${words}`).slice(0, BYTES * 2)
}

/** Fingerprints one after the other, as they are kept. */
export function packed(prints: Fingerprints): Buffer {
  return Buffer.from([...prints].toSorted().join(''), 'hex')
}

/** What `packed` wrote. */
export function unpacked(bytes: Buffer): Fingerprints {
  return new Set(bytes.toString('hex').match(new RegExp(`.{${BYTES * 2}}`, 'g')) ?? [])
}
