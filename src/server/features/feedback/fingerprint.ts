import { createHash } from 'node:crypto'
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
  return [...segmenter.segment(text)].filter((s) => s.isWordLike).flatMap((s) => {
    const word = normal(s.segment)
    return word ? [{ word, start: s.index, end: s.index + s.segment.length }] : []
  })
}

function normal(word: string): string {
  return word.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

/** A line break that only wraps a line: none before a blank line, a list, a heading or a quotation. */
const WRAP = /\n(?!\s*(?:\n|[-*#>]|\d+\.|$))/g

/** Where the sentences of a text begin and end. A line that is not wrapped ends one. */
export function sentencesOf(text: string): { start: number; end: number; sentence: string }[] {
  return [...sentences.segment(text.replaceAll(WRAP, ' '))].flatMap((s) => {
    const [start, end] = [s.index, s.index + s.segment.length]
    const sentence = text.slice(start, end).trim()
    return sentence ? [{ start, end, sentence }] : []
  })
}

/** The fingerprints of internal text: every eight words in a row, and shorter sentences whole. `key` keeps those of two applications apart. */
export function fingerprintsOf(key: string, texts: readonly InternalText[]): Fingerprints {
  return new Set(texts.flatMap((text) => [...passages(wordsOf(text), SHINGLE), ...shortSentences(text)].map((p) => hashOf(key, p.words))))
}

/** Without the passages that were also written for the candidate: those may be repeated. */
export function withoutCandidates(prints: Fingerprints, key: string, texts: readonly CandidateText[]): Fingerprints {
  const theirs = new Set(texts.flatMap((text) => everyPassage(wordsOf(text)).map((p) => hashOf(key, p.words))))
  return new Set([...prints].filter((print) => !theirs.has(print)))
}

/** The parts of a text that fingerprints recognise. */
export function recognised(prints: Fingerprints, key: string, text: string): { start: number; end: number }[] {
  return everyPassage(wordsOf(text)).filter((p) => prints.has(hashOf(key, p.words)))
}

interface Passage {
  words: string
  start: number
  end: number
}

function everyPassage(words: readonly Word[]): Passage[] {
  const lengths = Array.from({ length: SHINGLE - SENTENCE_MIN + 1 }, (_, i) => SENTENCE_MIN + i)
  return lengths.flatMap((length) => passages(words, length))
}

function passages(words: readonly Word[], length: number): Passage[] {
  return words.slice(0, Math.max(0, words.length - length + 1)).map((first, i) => {
    const run = words.slice(i, i + length)
    return { words: run.map((w) => w.word).join(' '), start: first.start, end: run.at(-1)?.end ?? first.end }
  })
}

function shortSentences(text: string): Passage[] {
  return sentencesOf(text).map((s) => wordsOf(s.sentence)).filter((w) => w.length >= SENTENCE_MIN && w.length < SHINGLE).flatMap((w) => passages(w, w.length))
}

function hashOf(key: string, words: string): string {
  return createHash('sha256').update(`${key}\n${words}`).digest('hex').slice(0, BYTES * 2)
}

/** Fingerprints one after the other, as they are kept. */
export function packed(prints: Fingerprints): Buffer {
  return Buffer.from([...prints].toSorted().join(''), 'hex')
}

/** What `packed` wrote. */
export function unpacked(bytes: Buffer): Fingerprints {
  return new Set(bytes.toString('hex').match(new RegExp(`.{${BYTES * 2}}`, 'g')) ?? [])
}
