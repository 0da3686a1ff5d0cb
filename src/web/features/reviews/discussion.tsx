import { Alert, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Review } from '#contract/reviews.ts'
import type { Round } from '#contract/rounds.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused, When } from '#web/ui/parts.tsx'

interface Props {
  round: Round
  c: Review['criteria'][number]
  d: Round['discussions'][number]
}

/** What came of talking about a criterion: a third record beside the reviews, which stay as they are. */
export function Discussion({ round, c, d }: Props) {
  const [writing, setWriting] = useState(false)
  const may = round.actions.find((a) => a.name === 'discuss')
  const open = d.outcome === null
  return (
    <Stack gap="xs" mt="md">
      {open ? <Alert color="orange" title="To be talked about">The reviews are {d.spread} levels apart. Nobody can be advanced or rejected before somebody writes down what came of it.</Alert> : <Outcomes c={c} d={d} />}
      {may?.allowed && (open || writing) && <OutcomeForm round={round} c={c} onDone={() => setWriting(false)} />}
      {may?.allowed && !open && !writing && <Group><Button variant="default" size="compact-sm" onClick={() => setWriting(true)}>Add to the record</Button></Group>}
      {open && may && !may.allowed && <Text size="sm" c="dimmed">{may.why_not}</Text>}
    </Stack>
  )
}

function Outcomes({ c, d }: Pick<Props, 'c' | 'd'>) {
  const newest = d.outcome !== null && d.by !== null && d.at !== null ? [{ outcome: d.outcome, level: d.level, by: d.by, at: d.at }] : []
  return (
    <Stack gap={6} component="section" aria-label={`Outcome for ${c.name}`}>
      {[...d.earlier, ...newest].map((o) => (
        <div key={o.at} className="outcome">
          <Text size="sm" fw={600}>Talked about{o.level === null ? '' : `: agreed on ${o.level} · ${c.levels.find((l) => l.level === o.level)?.name ?? ''}`}</Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{o.outcome}</Text>
          <Text size="xs" c="dimmed">{o.by}, <When at={o.at} plain /></Text>
        </div>
      ))}
    </Stack>
  )
}

function OutcomeForm({ round, c, onDone }: Pick<Props, 'round' | 'c'> & { onDone: () => void }) {
  const form = useForm<{ outcome: string; level: string | null }>({ initialValues: { outcome: '', level: null } })
  const act = useAct(operations.recordDiscussion, { onDone: () => { form.reset(); onDone() } })
  const levels = c.levels.map((l) => ({ value: String(l.level), label: `${l.level} · ${l.name}` }))
  return (
    <form onSubmit={form.onSubmit(({ outcome, level }) => act.mutate({ params: { id: round.id }, body: { criterion_id: c.id, outcome, level: level === null ? null : Number(level) } }))}>
      <Stack gap="xs">
        <Refused error={act.error} />
        <Textarea label={`What came of talking about ${c.name}`} description="For the team, at least 10 characters. It stands beside the reviews and changes neither." required autosize minRows={2} maxLength={4000} {...form.getInputProps('outcome')} error={act.error?.field('body.outcome')} />
        <Select label="Level you agree on, if you do" placeholder="None" clearable data={levels} maw={360} {...form.getInputProps('level')} />
        <Group><Button type="submit" size="sm" loading={act.isPending} disabled={form.values.outcome.trim().length < 10}>Write it down</Button></Group>
      </Stack>
    </form>
  )
}
