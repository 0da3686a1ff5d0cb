import { Alert, Button, Fieldset, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { Criterion } from '#contract/process.ts'
import { MistakesAt, useMistake } from './mistakes.ts'
import { newCriterion } from './new-stage.ts'
import { useContext } from 'react'

/** A rubric: criteria, weights that add up to 100, five levels in words each. */
export function CriteriaForm({ criteria, path, onChange }: { criteria: Criterion[]; path: string; onChange: (criteria: Criterion[]) => void }) {
  const { mistakes, at } = useContext(MistakesAt)
  const mistake = useMistake()
  const sum = criteria.reduce((total, c) => total + c.weight, 0)
  const put = (i: number, c: Criterion) => onChange(criteria.map((old, k) => (k === i ? c : old)))
  return (
    <Stack>
      <Text fw={600}>Rubric: the weights add up to {sum} of 100</Text>
      {sum !== 100 && <Alert color="orange" title={`The weights must add up to 100; they are ${sum}.`} />}
      {mistake(path) && sum === 100 && <Text size="sm" style={{ color: 'var(--mantine-color-error)' }}>{mistake(path)}</Text>}
      {criteria.map((c, i) => (
        <MistakesAt.Provider key={c.id} value={{ mistakes, at: `${at}.${path}.${i}` }}>
          <CriterionForm criterion={c} onChange={(next) => put(i, next)} onRemove={criteria.length > 1 ? () => onChange(criteria.filter((_, k) => k !== i)) : null} />
        </MistakesAt.Provider>
      ))}
      <Button variant="default" w="fit-content" disabled={criteria.length >= 12} onClick={() => onChange([...criteria, newCriterion(freeId(criteria), Math.max(1, 100 - sum))])}>Add a criterion</Button>
    </Stack>
  )
}

function freeId(criteria: readonly Criterion[]): string {
  for (let n = criteria.length + 1; ; n++) if (!criteria.some((c) => c.id === `criterion-${n}`)) return `criterion-${n}`
}

function CriterionForm({ criterion: c, onChange, onRemove }: { criterion: Criterion; onChange: (c: Criterion) => void; onRemove: (() => void) | null }) {
  const mistake = useMistake()
  const putLevel = (i: number, change: Partial<Criterion['levels'][number]>) => onChange({ ...c, levels: c.levels.map((old, k) => (k === i ? { ...old, ...change } : old)) })
  return (
    <Fieldset legend={c.name || 'A criterion without a name'}>
      <Stack gap="xs">
        <Group grow align="flex-start">
          <TextInput label="Criterion" value={c.name} onChange={(e) => onChange({ ...c, name: e.currentTarget.value })} error={mistake('name')} />
          <NumberInput label="Weight" min={1} max={100} allowDecimal={false} value={c.weight} onChange={(v) => onChange({ ...c, weight: Number(v) })} error={mistake('weight')} />
        </Group>
        <Textarea label="What it looks at" autosize value={c.description} onChange={(e) => onChange({ ...c, description: e.currentTarget.value })} error={mistake('description')} />
        {c.levels.map((l, i) => (
          <Group key={l.level} align="flex-start" gap="xs">
            <TextInput label={`Level ${l.level}`} w={190} value={l.name} onChange={(e) => putLevel(i, { name: e.currentTarget.value })} error={mistake(`levels.${i}.name`)} />
            <Textarea label={`Level ${l.level} in words`} autosize style={{ flex: 1, minWidth: 200 }} value={l.description} onChange={(e) => putLevel(i, { description: e.currentTarget.value })} error={mistake(`levels.${i}.description`)} />
          </Group>
        ))}
        {onRemove && <Button variant="default" size="xs" w="fit-content" onClick={onRemove} aria-label={`Remove this criterion: ${c.name}`}>Remove this criterion</Button>}
      </Stack>
    </Fieldset>
  )
}
