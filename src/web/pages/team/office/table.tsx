import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

/** A table that scrolls sideways on a narrow screen, with the keyboard too. */
export function Rows({ label, head, children, minWidth = 560 }: { label: string; head: readonly string[]; children: ReactNode; minWidth?: number }) {
  return (
    <Table.ScrollContainer type="native" minWidth={minWidth} tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing="sm" aria-label={label}>
        <Table.Thead>
          <Table.Tr>{head.map((h) => <Table.Th key={h} scope="col">{h}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
