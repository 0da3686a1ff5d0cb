import { Alert, Select, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Agreement } from '#contract/calibration.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Apart, Chart, Intervals, Shares, TableTwin } from '#web/ui/charts.tsx'
import { Empty, Loaded } from '#web/ui/parts.tsx'
import { briefly, inWords, interval, number, rounds, share } from './words.ts'

/** How far the reviewers of a job agree, by one version of its rubric. Of criteria and pairs; never of people. */
export function AgreementPanel({ jobId }: { jobId: string }) {
  const [rubric, setRubric] = useState<string | null>(null)
  const agreement = useOp(operations.getAgreement, { params: { id: jobId }, query: rubric ? { rubric } : {} })
  return <Loaded of={agreement}>{(a) => (a.rounds === 0 ? <None leftOut={a.left_out} /> : <Shown a={a} onRubric={setRubric} />)}</Loaded>
}

function None({ leftOut }: { leftOut: number }) {
  if (leftOut > 0) return <Empty>{rounds(leftOut)} revealed, and in no figure: somebody had opened sealed reviews before the reveal. Only rounds that stay blind until then count.</Empty>
  return <Empty>No review round of this job is revealed yet. From the first one on you see here how often reviewers give the same level, and from twenty on how much of that is more than chance.</Empty>
}

function Shown({ a, onRubric }: { a: Agreement; onRubric: (sha256: string | null) => void }) {
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        {a.rubrics.length > 1 && <Select label="Version of the rubric" allowDeselect={false} maw={460} data={a.rubrics.map((r) => ({ value: r.sha256, label: `${r.name}, ${day(r.first_at)} to ${day(r.last_at)} (${rounds(r.rounds)})` }))} value={a.rubric_sha256} onChange={onRubric} />}
        <Text>Of {rounds(a.rounds)}, revealed, and blind until then.{a.left_out > 0 && ` ${rounds(a.left_out)} more ${a.left_out === 1 ? 'is' : 'are'} left out: somebody had opened sealed reviews before the reveal.`}</Text>
        {a.rounds < 20 && <Alert color="blue" title={`${a.rounds} of 20 rounds: read with care`}>So few rounds can agree or differ by accident. Kappa and alpha are shown from twenty rounds on.</Alert>}
      </Stack>
      <Overall a={a} />
      <Kappas a={a} />
      <SameLevels a={a} />
      <Disagreement a={a} />
    </Stack>
  )
}

const day = (at: string) => new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium' })

const READING = {
  good: 'Good: reviewers mean the same by these levels.',
  tentative: 'Tentative: conclusions from single scores should be careful.',
  low: 'Low: mend the words of the rubric before you trust its scores.',
}

function Overall({ a }: { a: Agreement }) {
  return (
    <section aria-label="All criteria together">
      <Title order={2} size="h4">All criteria together</Title>
      <Text>Krippendorff’s alpha: <b>{a.alpha.value === null ? '–' : number(a.alpha.value)}</b>{a.alpha.value !== null && ` (95 % interval ${interval(a.alpha)})`}. {a.reading ? READING[a.reading] : a.alpha.why}</Text>
      <Text size="sm" c="dimmed">1 is perfect agreement, 0 what chance gives. From 0.80 on good, from 0.67 on tentative, below: mend the rubric’s text.</Text>
    </section>
  )
}

function Kappas({ a }: { a: Agreement }) {
  const shown = a.criteria.filter((c) => c.kappa.value !== null).toSorted((x, y) => (x.kappa.value ?? 0) - (y.kappa.value ?? 0))
  const [lowest] = shown
  const summary = lowest ? `Weighted kappa, how much more than chance reviewers agree. Lowest on “${lowest.name}”: ${inWords(lowest.kappa)}.` : 'Weighted kappa, how much more than chance reviewers agree. There is none to show yet: see why beside each criterion.'
  return (
    <Chart
      title="Agreement beyond chance"
      summary={summary}
      table={
        <TableTwin label="Agreement beyond chance, as a table" head={['Criterion', 'Kappa', '95 % interval', 'Rounds', 'Why not']}>
          {a.criteria.map((c) => <Table.Tr key={c.criterion_id}><Table.Th scope="row">{c.name}</Table.Th><Table.Td>{number(c.kappa.value)}</Table.Td><Table.Td>{c.kappa.value === null ? '–' : interval(c.kappa)}</Table.Td><Table.Td>{c.n}</Table.Td><Table.Td>{c.kappa.why ?? ''}</Table.Td></Table.Tr>)}
        </TableTwin>
      }
    >
      <Intervals min={-0.2} max={1} ticks={[0, 0.2, 0.4, 0.6, 0.8, 1]} rows={a.criteria.map((c) => ({ ...c.kappa, label: c.name, note: `${briefly(c.kappa)}, n = ${c.n}` }))} />
    </Chart>
  )
}

function SameLevels({ a }: { a: Agreement }) {
  const seen = a.criteria.filter((c) => c.exact !== null).toSorted((x, y) => (x.exact ?? 0) - (y.exact ?? 0))
  const [lowest] = seen
  return (
    <Chart
      title="The same level"
      summary={lowest ? `How often two people gave the same level, or levels one apart. Least on “${lowest.name}”: ${share(lowest.exact)} the same.` : 'No two people gave a level to the same work yet.'}
      table={
        <TableTwin label="The same level, as a table" head={['Criterion', 'The same', 'At most one apart', 'Rounds']}>
          {a.criteria.map((c) => <Table.Tr key={c.criterion_id}><Table.Th scope="row">{c.name}</Table.Th><Table.Td>{share(c.exact)}</Table.Td><Table.Td>{share(c.within_one)}</Table.Td><Table.Td>{c.n}</Table.Td></Table.Tr>)}
        </TableTwin>
      }
    >
      <Shares keys={{ same: 'the same', near: 'one apart', rest: 'two and more' }} rows={a.criteria.map((c) => ({ label: c.name, same: c.exact, near: c.within_one, note: `${share(c.exact)} the same, ${share(c.within_one)} within one, n = ${c.n}` }))} />
    </Chart>
  )
}

/** It is a table already: the patches repeat the numbers. */
function Disagreement({ a }: { a: Agreement }) {
  return (
    <section aria-label="Where people differ">
      <Title order={2} size="h4">Where people differ</Title>
      <Text size="sm" mb="xs">How many levels two people are apart on average, by criterion. It does not say whose levels are higher; it says whom to put together over which words.</Text>
      <TableTwin label="Where people differ" head={['Pair', ...a.criteria.map((c) => c.name)]}>
        {a.pairs.map((p) => (
          <Table.Tr key={p.people.map((m) => m.id).join()}>
            <Table.Th scope="row">{p.people[0].name} and {p.people[1].name}<Text size="xs" c="dimmed" fw={400}>{rounds(p.rounds)} together</Text></Table.Th>
            {p.differences.map((d) => <Table.Td key={d.criterion_id} style={{ whiteSpace: 'nowrap' }}>{d.mean === null ? <Text span size="sm" c="dimmed">too few (n = {d.n})</Text> : <><Apart by={d.mean} steps={[0.25, 0.75, 1.25]} />{number(d.mean)} <Text span size="xs" c="dimmed">n = {d.n}</Text></>}</Table.Td>)}
          </Table.Tr>
        ))}
      </TableTwin>
      <Text size="sm" c="dimmed" mt="xs">Shown from five rounds together on.</Text>
    </section>
  )
}
