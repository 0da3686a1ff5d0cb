import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Font, create } from 'fontkit'
import PDFDocument from 'pdfkit'
import { printable } from './printable.ts'
import type { Receipt } from './receipt.ts'

type Document = PDFKit.PDFDocument

const MARGIN = 64
const LABEL_WIDTH = 120
const MISSING = 'Letters that this file’s typeface does not have are written by their numbers, as ⟦U+…⟧. Your page about this payment shows them as they are.'

/** A receipt on one page. Every letter in it can be seen: what the typeface does not have is written by its number, and that is said. */
export function receiptPdf(r: Receipt, at: Date): Promise<Uint8Array> {
  const fonts = readFonts()
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, lang: 'en', displayTitle: true, info: { Title: r.title, Producer: 'Handiwork', Creator: 'Handiwork', CreationDate: at } })
  const done = collect(doc)
  doc.registerFont('plain', fonts.plain.bytes).registerFont('bold', fonts.bold.bytes)
  let whole = true
  const shown = (text: string) => {
    const p = printable(text, (c) => fonts.plain.font.hasGlyphForCodePoint(c))
    whole &&= p.whole
    return p.text
  }
  doc.font('bold').fontSize(20).text(r.title).moveDown()
  for (const [label, value] of r.rows) drawRow(doc, label, shown(value))
  const notes = r.notes.map(shown)
  doc.moveDown().font('plain').fontSize(9)
  for (const note of whole ? notes : [...notes, MISSING]) doc.text(note, MARGIN, doc.y, { paragraphGap: 6 })
  doc.end()
  return done
}

function drawRow(doc: Document, label: string, value: string) {
  const y = doc.y
  doc.font('bold').fontSize(10).text(label, MARGIN, y, { width: LABEL_WIDTH })
  const below = doc.y
  doc.font('plain').fontSize(10).text(value, MARGIN + LABEL_WIDTH, y, { width: doc.page.width - 2 * MARGIN - LABEL_WIDTH })
  doc.y = Math.max(below, doc.y) + 6
}

function collect(doc: Document): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
}

interface Typeface {
  bytes: Buffer
  font: Font
}
let known: { plain: Typeface; bold: Typeface } | undefined

/** Read when the first receipt is written, and kept: most servers write few. */
function readFonts(): { plain: Typeface; bold: Typeface } {
  known ??= { plain: readFont('DejaVuSans'), bold: readFont('DejaVuSans-Bold') }
  return known
}

function readFont(name: string): Typeface {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
  // These files hold one font each, and no collection.
  return { bytes, font: create(bytes) as Font }
}
