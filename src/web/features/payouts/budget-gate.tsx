import { Alert, Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatMoney } from '#contract/money.ts'
import type { BudgetGate as Gate } from '#contract/payouts.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { Act, Refused } from '#web/ui/parts.tsx'

/** What a budget leaves where it does not reach for the next stage, and the way beyond it. */
export function BudgetGate({ id, name, owner }: { id: string; name: string; owner: boolean }) {
  const found = useOp(operations.getBudgetGate, { params: { id } }, { refetchMs: 15_000 })
  const gate = found.data?.gate
  if (!gate) return null
  return (
    <section aria-label="Budget">
      <Alert role="group" color={gate.open ? 'gray' : 'orange'} title={gate.open ? `“${gate.stage_name}” is open beyond the budget` : `The budget does not reach for “${gate.stage_name}”`}>
        <Stack gap="xs">
          <Text size="sm">{standing(gate)}</Text>
          {gate.opened_by.length > 0 && <Text size="sm">Opened beyond the budget by {gate.opened_by.join(' and ')}. {gate.needed}</Text>}
          {!gate.open && <Ways id={id} name={name} gate={gate} owner={owner} />}
        </Stack>
      </Alert>
    </section>
  )
}

function standing(g: Gate): string {
  const whose = g.job_title === null ? 'this month, for all jobs,' : `for ${g.job_title}`
  return `“${g.stage_name}” pays ${formatMoney(g.pay)}. The budget ${whose} is ${formatMoney(g.cap)}: ${formatMoney(g.committed)} is paid or promised, ${formatMoney(g.left)} is left.`
}

function Ways({ id, name, gate, owner }: { id: string; name: string; gate: Gate; owner: boolean }) {
  const open = useAct(operations.openBeyondCap)
  const ask = () => confirm({ title: `Open “${gate.stage_name}” beyond the budget?`, text: `For ${name} alone. ${formatMoney(gate.pay)} is then promised that the budget does not hold. Your name stays with it.`, act: 'Open it', onConfirm: () => open.mutate({ params: { id } }) })
  return (
    <Stack gap="xs">
      <Refused error={open.error} />
      {gate.opened_by.length === 0 && <Text size="sm">{gate.needed} {owner ? 'Or raise the budget.' : 'Or an owner raises the budget.'}</Text>}
      <Group gap="sm">
        <Act variant="default" size="xs" why={gate.why_not} loading={open.isPending} onClick={ask}>Open beyond the budget</Act>
        <Anchor component={Link} to="/payouts" size="sm">{owner ? 'Raise the budget' : 'See the budgets'}</Anchor>
      </Group>
      {gate.why_not && gate.opened_by.length > 0 && <Text size="xs">{gate.why_not}</Text>}
    </Stack>
  )
}
