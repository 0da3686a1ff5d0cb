import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export interface FeedFile {
  name: string
  text: string
}

export interface FeedOptions {
  seed: number
  /** The first day, in UTC. The end of March has the nights in which clocks change in Europe. */
  from?: string
  days?: number
  /** Receipts of each shop on each day, about. */
  receipts?: number
}

const HOUR = 3_600_000
const SHOPS = ['lisbon', 'berlin', 'new-york', 'adelaide']

/** A feed as the shops send it: late, twice, corrected, and now and then broken. The same seed gives the same files. */
export function makeFeed({ seed, from = '2026-03-26', days = 7, receipts = 12 }: FeedOptions): FeedFile[] {
  const random = randomFrom(seed)
  const chance = (p: number) => random() < p
  const start = Date.parse(`${from}T00:00:00Z`)
  const sent: { at: number; line: string }[] = []
  const send = (at: number, line: string) => sent.push({ at, line })

  for (let n = 0; n < SHOPS.length * days * receipts; n++) {
    const at = start + Math.floor(random() * days * 24 * 3600) * 1000
    const receipt = { receipt: `r-${seed}-${n}`, revision: 1, shop: SHOPS[n % SHOPS.length], at: written(at, random), amount_minor: 100 + Math.floor(random() * 4900) }
    const sentAt = at + latency(random)
    send(sentAt, brokenNowAndThen(JSON.stringify(receipt), random))
    if (chance(0.05)) send(sentAt + random() * 30 * HOUR, JSON.stringify(receipt))
    if (chance(0.06)) send(sentAt + (random() - 0.2) * 60 * HOUR, JSON.stringify({ ...receipt, revision: 2, amount_minor: -receipt.amount_minor }))
    if (chance(0.03)) send(sentAt + random() * 90 * HOUR, JSON.stringify({ ...receipt, revision: 3, voided: true }))
    if (chance(0.01)) send(sentAt + random() * 10 * HOUR, JSON.stringify({ ...receipt, amount_minor: receipt.amount_minor + 1 }))
  }
  return delivered(sent, start)
}

/** Most come within the hour, some within a day, a few after five. */
function latency(random: () => number): number {
  const luck = random()
  return (luck < 0.8 ? 1 : luck < 0.95 ? 24 : 120) * HOUR * random()
}

function brokenNowAndThen(line: string, random: () => number): string {
  const luck = random()
  if (luck < 0.005) return line.slice(0, 20)
  if (luck < 0.01) return line.replace(/"amount_minor":(\d+)/, '"amount_minor":"$1"')
  if (luck < 0.015) return line.replace(/"shop":"[^"]+"/, '"shop":"atlantis"')
  return line
}

/** The same instant, as tills write it: some in UTC, some with an offset. */
function written(at: number, random: () => number): string {
  if (random() < 0.5) return new Date(at).toISOString()
  return `${new Date(at + 2 * HOUR).toISOString().slice(0, 19)}+02:00`
}

/** Four deliveries a day, each with what was sent since the one before. */
function delivered(sent: { at: number; line: string }[], start: number): FeedFile[] {
  const files = new Map<number, string[]>()
  for (const { at, line } of sent.sort((a, b) => a.at - b.at)) {
    const when = Math.max(1, Math.ceil((at - start) / (6 * HOUR)))
    files.set(when, [...(files.get(when) ?? []), line])
  }
  return [...files].map(([when, lines], i) => {
    const stamp = new Date(start + when * 6 * HOUR).toISOString().replaceAll(/[-:]|\.\d+/g, '')
    return { name: `${stamp}-${String(i + 1).padStart(4, '0')}.ndjson`, text: `${lines.join('\n')}\n` }
  })
}

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

// `npm run feed -- 42` writes the feed of seed 42 into inbox/.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = makeFeed({ seed: Number(process.argv[2] ?? 1) })
  await mkdir('inbox', { recursive: true })
  for (const { name, text } of files) await writeFile(path.join('inbox', name), text)
  console.log(`${files.length} files written to inbox/`)
}
