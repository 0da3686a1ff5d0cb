import { memo } from 'react'
import { Marked } from '../hidden.tsx'
import { tokensOf } from './colors.ts'
import { type Block, type CodeLine, changedPart } from './patch.ts'
import type { Layout, LineRow } from './rows.ts'

const SIGNS = { same: ' ', add: '+', gone: '−' } as const

/** One line, or one pair of lines. What the colours say, the signs say too. */
export const LineCells = memo(function LineCells({ row, layout, note }: { row: LineRow; layout: Layout; note?: string | undefined; languages: number }) {
  const { left, right, block, path } = row
  if (layout === 'split') return <><Numbered line={left} side="old" block={block} path={path} /><Numbered line={right} side="new" block={block} path={path} /></>
  if (!right) return null
  return (
    <>
      {note !== undefined && <span className="dl-note" role="gridcell">{note}</span>}
      {layout === 'unified' && <span className="dl-no" role="gridcell" data-side="old">{right.old || ''}</span>}
      <span className="dl-no" role="gridcell" data-side={right.kind === 'gone' ? 'old' : 'new'}>{right.new || ''}</span>
      <Text line={right} block={block} path={path} signs={layout === 'unified'} />
    </>
  )
})

interface CellProps {
  line: CodeLine | null
  block: Block
  path: string
}

function Numbered({ side, ...props }: CellProps & { side: 'old' | 'new' }) {
  const { line } = props
  if (!line) return <><span className="dl-no dl-none" role="gridcell" /><span className="dl-text dl-none" role="gridcell" /></>
  return <><span className={`dl-no ${line.kind}`} role="gridcell" data-side={side}>{side === 'old' ? line.old : line.new}</span><Text {...props} line={line} signs /></>
}

function Text({ line, block, path, signs }: CellProps & { line: CodeLine; signs: boolean }) {
  return (
    <span className={`dl-text ${line.kind}`} role="gridcell" data-sign={signs ? SIGNS[line.kind] : undefined}>
      {signs && line.kind !== 'same' && <span className="dl-said">{line.kind === 'add' ? 'added: ' : 'taken out: '}</span>}
      <Pieces line={line} block={block} path={path} />
      {line.endless && <span className="dl-endless"> no line feed at the end</span>}
    </span>
  )
}

/** The line in its colours, and in it what is not in the line it replaces. */
function Pieces({ line, block, path }: { line: CodeLine; block: Block; path: string }) {
  const part = line.mate ? changedPart(line.text, line.mate.text) : null
  const pieces: { text: string; as: string }[] = []
  let at = 0
  for (const { text, as } of tokensOf(path, block, line)) {
    for (const [from, to, changed] of cut(at, at + text.length, part)) pieces.push({ text: line.text.slice(from, to), as: changed ? `${as} dl-changed` : as })
    at += text.length
  }
  return pieces.map((p, i) => (p.as ? <span key={i} className={p.as}><Marked text={p.text} /></span> : <Marked key={i} text={p.text} />))
}

/** A stretch, cut where the changed part begins and ends. */
function cut(from: number, to: number, part: [number, number] | null): [number, number, boolean][] {
  if (!part) return [[from, to, false]]
  const [a, b] = [Math.min(Math.max(part[0], from), to), Math.min(Math.max(part[1], from), to)]
  const stretches: [number, number, boolean][] = [[from, a, false], [a, b, true], [b, to, false]]
  return stretches.filter(([x, y]) => y > x)
}
