import { Button, Fieldset, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { Criterion } from '#contract/process.ts'
import { newCriterion } from './new-stage.ts'

/** A rubric: criteria, weights that add up to 100, five levels in words each. */
export function CriteriaForm({ criteria, onChange }: { criteria: Criterion[]; onChange: (criteria: Criterion[]) => void }) {
  const sum = criteria.reduce((total, c) => total + c.weight, 0)
  const put = (i: number, c: Criterion) => onChange(criteria.map((old, k) => (k === i ? c : old)))
  return (
    <Stack>
      <Text fw={600}>Rubric: the weights add up to {sum}{sum === 100 ? '' : ', they must be 100'}</Text>
      {criteria.map((c, i) => <CriterionForm key={c.id} criterion={c} onChange={(next) => put(i, next)} onRemove={() => onChange(criteria.filter((_, k) => k !== i))} />)}
      <Button variant="default" w="fit-content" onClick={() => onChange([...criteria, newCriterion(`criterion-${criteria.length + 1}`, Math.max(1, 100 - sum))])}>Add a criterion</Button>
    </Stack>
  )
}

function CriterionForm({ criterion: c, onChange, onRemove }: { criterion: Criterion; onChange: (c: Criterion) => void; onRemove: () => void }) {
  return (
    <Fieldset legend={c.name}>
      <Stack gap="xs">
        <Group grow align="flex-start">
          <TextInput label="Criterion" value={c.name} onChange={(e) => onChange({ ...c, name: e.currentTarget.value })} />
          <NumberInput label="Weight" min={1} max={100} value={c.weight} onChange={(v) => onChange({ ...c, weight: Number(v) })} />
        </Group>
        {c.levels.map((l, i) => (
          <Textarea key={l.level} label={`Level ${l.level}: ${l.name}`} autosize value={l.description} onChange={(e) => onChange({ ...c, levels: c.levels.map((old, k) => (k === i ? { ...old, description: e.currentTarget.value } : old)) })} />
        ))}
        <Button variant="default" size="xs" w="fit-content" onClick={onRemove}>Remove this criterion</Button>
      </Stack>
    </Fieldset>
  )
}
