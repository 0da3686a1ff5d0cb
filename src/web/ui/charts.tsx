import { Table, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import './charts.css'

interface FigureProps {
  title: string
  /** What the chart shows, in a sentence. */
  summary: ReactNode
  children: ReactNode
  /** The same as a table. */
  table: ReactNode
}

/** A chart with its title and its meaning in words; the shapes are for the eye alone, the table is for everybody. */
export function Chart({ title, summary, children, table }: FigureProps) {
  const id = useId()
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption>
        <Title order={2} size="h4" id={id}>{title}</Title>
        <Text size="sm">{summary}</Text>
      </figcaption>
      <div aria-hidden="true">{children}</div>
      <details><summary>As a table</summary>{table}</details>
    </figure>
  )
}

export interface IntervalRow {
  label: string
  value: number | null
  low: number | null
  high: number | null
  /** Beside the shape: the numbers, or why there are none. */
  note: string
}

/** Values with their intervals on one axis. What lies beyond the axis is drawn at its end; the note says the number. */
export function Intervals({ rows, min, max, ticks, plus = false }: { rows: readonly IntervalRow[]; min: number; max: number; ticks: readonly number[]; plus?: boolean }) {
  const at = (x: number) => `${((Math.min(max, Math.max(min, x)) - min) / (max - min)) * 100}%`
  return (
    <>
      <div className="row axis"><span className="empty" /><div className="ticks">{ticks.map((t) => <span key={t} style={{ left: at(t) }}>{signed(t, plus)}</span>)}</div><span className="empty" /></div>
      {rows.map((r) => (
        <div className="row" key={r.label}>
          <span className="label">{r.label}</span>
          <div className="track">
            <span className="line" />
            {ticks.map((t) => <span key={t} className={t === 0 ? 'tick zero' : 'tick'} style={{ left: at(t) }} />)}
            {r.low !== null && r.high !== null && <span className="reach" style={{ left: at(r.low), right: `calc(100% - ${at(r.high)})` }} />}
            {r.value !== null && <span className="point" style={{ left: at(r.value) }} />}
          </div>
          <span>{r.note}</span>
        </div>
      ))}
    </>
  )
}

/** `+0.5`, `−0.5`: with a real minus. */
function signed(x: number, plus: boolean): string {
  const text = String(Math.abs(x))
  return x < 0 ? `−${text}` : plus && x > 0 ? `+${text}` : text
}

export interface ShareRow {
  label: string
  /** Parts of one; null where there is nothing to show. */
  same: number | null
  near: number | null
  note: string
}

/** How much is the same (full), and how much is near (hatched); the rest is empty. */
export function Shares({ rows, keys }: { rows: readonly ShareRow[]; keys: { same: string; near: string; rest: string } }) {
  return (
    <>
      <Text size="sm" mb="xs"><span className="key same" />{keys.same}<span className="key near" />{keys.near}<span className="key" />{keys.rest}</Text>
      {rows.map((r) => (
        <div className="row" key={r.label}>
          <span className="label">{r.label}</span>
          <div>{r.same !== null && r.near !== null && <div className="bar"><span className="same" style={{ width: `${r.same * 100}%` }} /><span className="near" style={{ width: `${(r.near - r.same) * 100}%` }} /></div>}</div>
          <span>{r.note}</span>
        </div>
      ))}
    </>
  )
}

/** How far apart something is, as how dense a patch is; the number is to be written beside it. */
export function Apart({ by, steps }: { by: number; steps: readonly [number, number, number] }) {
  return <span className="apart" aria-hidden="true" data-step={steps.filter((s) => by >= s).length} />
}

/** A chart's numbers as a table that scrolls sideways on a narrow screen, with the keyboard too. */
export function TableTwin({ label, head, children }: { label: string; head: readonly string[]; children: ReactNode }) {
  return (
    <Table.ScrollContainer type="native" minWidth={Math.max(480, head.length * 130)} tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing="xs" aria-label={label}>
        <Table.Thead><Table.Tr>{head.map((h) => <Table.Th key={h} scope="col">{h}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
