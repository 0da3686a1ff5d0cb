import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { buffer } from 'node:stream/consumers'
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
  // Read for each: few receipts are written, and it takes a few milliseconds.
  const fonts = { plain: readFont('DejaVuSans'), bold: readFont('DejaVuSans-Bold') }
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, lang: 'en', displayTitle: true, info: { Title: r.title, Producer: 'Handiwork', Creator: 'Handiwork', CreationDate: at } })
  const done = buffer(doc)
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
  for (const note of whole ? notes : [...notes, MISSING]) doc.text(note, MARGIN).moveDown(0.5)
  doc.end()
  return done
}

function drawRow(doc: Document, label: string, value: string) {
  const y = doc.y
  doc.font('bold').fontSize(10).text(label, MARGIN, y)
  // As many lines as it takes, up to the right margin.
  doc.font('plain').fontSize(10).text(value, MARGIN + LABEL_WIDTH, y).moveDown(0.5)
}

interface Typeface {
  bytes: Buffer
  font: Font
}

function readFont(name: string): Typeface {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
  // These files hold one font each, and no collection.
  return { bytes, font: create(bytes) as Font }
}
