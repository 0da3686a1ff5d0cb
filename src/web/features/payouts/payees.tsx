import { Badge, Button, Group, Select, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { formatMoney } from '#contract/money.ts'
import type { Payees as Answer } from '#contract/payouts.ts'
import { fileUrl, operations, useOp } from '#web/api/client.ts'
import { Empty, Loaded } from '#web/ui/parts.tsx'

/** Who was paid how much in a year, and the year as a file for the books. */
export function Payees({ owner }: { owner: boolean }) {
  const [year, setYear] = useState<string | null>(null)
  const found = useOp(operations.listPayees, year ? { query: { year: Number(year) } } : {})
  return (
    <Stack component="section" aria-label="Paid by year" gap="sm">
      <Loaded of={found}>
        {(p) => (
          <>
            <Group justify="space-between" align="flex-end">
              <Title order={2} size="h4">Paid in {p.year}</Title>
              <Group align="flex-end" gap="xs">
                <Select label="Year" w={110} allowDeselect={false} data={p.years.map(String)} value={String(p.year)} onChange={setYear} />
                {owner && <Button variant="default" component="a" href={fileUrl(operations.exportPayouts, { query: { year: p.year } })} download>Export {p.year} (CSV)</Button>}
              </Group>
            </Group>
            <Text size="sm" c="dimmed">{aboutThreshold(p)}</Text>
            {p.items.length === 0 ? <Empty>Nobody was paid in {p.year}. Whoever is paid stands here with what they were paid altogether; test money is not counted.</Empty> : <List p={p} />}
          </>
        )}
      </Loaded>
    </Stack>
  )
}

function aboutThreshold(p: Answer): string {
  const figure = `In the United States a payer reports ${formatMoney(p.threshold)} or more a year to one person on form 1099-NEC`
  return `${figure}${p.fixed_by_law ? '' : ' (the figure of 2026; the tax authority adjusts it for each later year)'}. Whom that concerns, your accountant knows; here it only warns.`
}

const WORDS = { near: ['near the threshold', 'orange'], reached: ['threshold reached', 'red'] } as const

function List({ p }: { p: Answer }) {
  return (
    <Table.ScrollContainer type="native" minWidth={480} tabIndex={0} role="region" aria-label={`People paid in ${p.year}`}>
      <Table verticalSpacing="sm" aria-label={`People paid in ${p.year}`}>
        <Table.Thead><Table.Tr>{['Person', 'Paid', 'Payments', 'Form 1099-NEC'].map((h) => <Table.Th key={h} scope="col">{h}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>{p.items.map((i) => <Row key={i.candidate.id} i={i} />)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ i }: { i: Answer['items'][number] }) {
  const [word, color] = i.standing === 'below' ? [null, null] : WORDS[i.standing]
  return (
    <Table.Tr>
      <Table.Th scope="row" style={{ overflowWrap: 'anywhere' }}>{i.candidate.name}<Text size="xs" c="dimmed" fw={400}>{i.candidate.email}</Text></Table.Th>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{i.totals.map((t) => formatMoney(t.total)).join(', ')}</Table.Td>
      <Table.Td>{i.totals.reduce((n, t) => n + t.payments, 0)}</Table.Td>
      <Table.Td>{word ? <Badge variant="light" color={color} style={{ flexShrink: 0 }}>{word}</Badge> : <Text size="sm" c="dimmed">below</Text>}</Table.Td>
    </Table.Tr>
  )
}
