import { Text } from '@mantine/core'
import { operations, useOp } from '#web/api/client.ts'

/** After the reveal: whom the reviewers did not read. Not loaded for somebody who still has to judge. */
export function HiddenNames({ submissionId }: { submissionId: string }) {
  const hidden = useOp(operations.listHiddenNames, { params: { id: submissionId } })
  if (!hidden.data) return null
  const { names, addresses, accounts } = hidden.data
  const all = [...names, ...addresses, ...accounts.map((a) => `@${a}`)]
  return <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>While they judged, reviewers did not read: {all.join(', ') || 'nothing was hidden'}.</Text>
}
