import { Anchor, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Scoring } from '#contract/calibration.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Chart, Intervals, TableTwin } from '#web/ui/charts.tsx'
import { Empty, Loaded, When } from '#web/ui/parts.tsx'
import { briefly, differenceInWords, interval, leaning, number, rounds } from './words.ts'

/** How the reader scores beside those who scored the same work. It is nobody else’s to see. */
export function MyScoring() {
  const scoring = useOp(operations.getMyScoring)
  return (
    <Stack gap="xl">
      <Text>Only you see this: no owner, no colleague, no export. Others may be as wrong as you; it says where to look, not who is right.</Text>
      <Loaded of={scoring}>{(s) => <><FromRounds s={s} /><FromSamples s={s} /></>}</Loaded>
    </Stack>
  )
}

function FromRounds({ s }: { s: Scoring }) {
  if (s.rounds === 0) return <Empty>You share no revealed review round with anybody yet. When a round you reviewed in is revealed, it counts here: how your levels lie beside the others’ for the same work.</Empty>
  return (
    <>
      <Severity s={s} />
      <section aria-label="Spread">
        <Title order={2} size="h4">How much of the scale you use</Title>
        <Text>{s.spread ? `Your levels have a standard deviation of ${number(s.spread.own)}, the others’ for the same work ${number(s.spread.others)}.` : 'From two shared scores on.'} {s.spread && s.spread.own < 0.67 * s.spread.others && 'You keep closer to one level than they do.'}</Text>
      </section>
      <Drift s={s} />
    </>
  )
}

function Severity({ s }: { s: Scoring }) {
  const all = [{ criterion_id: '', name: 'All criteria', n: s.rounds, severity: s.severity }, ...s.criteria]
  const { value } = s.severity
  return (
    <Chart
      title="Severity"
      summary={value === null ? `Of ${rounds(s.rounds)} you share with others. ${s.severity.why ?? ''}` : `${leaning(value)} than those who scored the same work, over ${rounds(s.rounds)} (95 % interval ${interval(s.severity, true)}).${s.rounds < 20 ? ' Few rounds: read with care.' : ''}`}
      table={
        <TableTwin label="Severity, as a table" head={['Criterion', 'Mean difference in levels', '95 % interval', 'Rounds']}>
          {all.map((c) => <Table.Tr key={c.criterion_id}><Table.Th scope="row">{c.name}</Table.Th><Table.Td>{number(c.severity.value, true)}</Table.Td><Table.Td>{c.severity.value === null ? c.severity.why : interval(c.severity, true)}</Table.Td><Table.Td>{c.n}</Table.Td></Table.Tr>)}
        </TableTwin>
      }
    >
      <Intervals plus min={-2} max={2} ticks={[-2, -1, 0, 1, 2]} rows={all.map((c) => ({ ...c.severity, label: c.name, note: `${briefly(c.severity, true)}, n = ${c.n}` }))} />
    </Chart>
  )
}

function Drift({ s }: { s: Scoring }) {
  const { drift } = s
  const slope = drift.value === null ? drift.why : `Your levels move by ${number(drift.value, true)} a quarter against the others’ (95 % interval ${interval(drift, true)}).${drift.low !== null && drift.high !== null && drift.low <= 0 && drift.high >= 0 ? ' That may be no change at all.' : ''}`
  return (
    <Chart
      title="Over time"
      summary={slope}
      table={
        <TableTwin label="Over time, as a table" head={['Quarter', 'Mean difference in levels', 'Rounds']}>
          {s.quarters.map((q) => <Table.Tr key={q.quarter}><Table.Th scope="row">{q.quarter}</Table.Th><Table.Td>{number(q.mean, true)}</Table.Td><Table.Td>{q.n}</Table.Td></Table.Tr>)}
        </TableTwin>
      }
    >
      <Intervals plus min={-2} max={2} ticks={[-2, -1, 0, 1, 2]} rows={s.quarters.map((q) => ({ label: q.quarter, value: q.mean, low: null, high: null, note: `${number(q.mean, true)}, n = ${q.n}` }))} />
    </Chart>
  )
}

function FromSamples({ s }: { s: Scoring }) {
  if (s.calibrations.length === 0) return null
  return (
    <section aria-label="Beside the reference">
      <Title order={2} size="h4">Beside the reference</Title>
      <TableTwin label="Beside the reference" head={['Sample', 'Sealed', 'How it differs']}>
        {s.calibrations.map((c) => (
          <Table.Tr key={c.calibration_id}>
            <Table.Th scope="row"><Anchor component={Link} to={`/calibration/${c.calibration_id}`}>{c.sample_name}, {c.rubric_name}</Anchor></Table.Th>
            <Table.Td><When at={c.sealed_at} plain /></Table.Td>
            <Table.Td>{differenceInWords(c.difference)}</Table.Td>
          </Table.Tr>
        ))}
      </TableTwin>
    </section>
  )
}
