import { Alert, Anchor, List, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatMoney } from '#contract/money.ts'
import { operations, useOp } from '#web/api/client.ts'
import { STATES } from './states.ts'

/** Candidates who are paid to the same place: one person may stand behind them. Nothing where there are none. */
export function SamePlaces() {
  const found = useOp(operations.listSamePlaces)
  const places = found.data?.items ?? []
  if (places.length === 0) return null
  return (
    <section aria-label="The same place">
      <Alert role="group" color="orange" title="More than one candidate is paid to the same place">
        <Stack gap="xs">
          <Text size="sm">Two people may share an account, or one may stand behind both. Each such payment was held until somebody looked.</Text>
          {places.map((p) => (
            <div key={p.place}>
              <Text size="sm" fw={600}>Place {p.place}</Text>
              <List size="sm">{p.payouts.map((x) => <List.Item key={x.payout_id}><Anchor component={Link} to={`/applications/${x.application_id}`}>{x.candidate}</Anchor>, {formatMoney(x.amount)}, {STATES[x.state].word}</List.Item>)}</List>
            </div>
          ))}
        </Stack>
      </Alert>
    </section>
  )
}
