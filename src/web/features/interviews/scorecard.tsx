import { Button, Fieldset, Group, List, Radio, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Interview, Scorecard } from '#contract/interviews.ts'
import type { Criterion } from '#contract/process.ts'
import { RECOMMENDATIONS } from '#contract/reviews.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'

/** The interviewer's own card: a level and what it rests on for each criterion, then sealed for good. */
export function ScorecardForm({ i, criteria }: { i: Interview; criteria: readonly Criterion[] }) {
  const card = i.my_scorecard
  const seal = useAct(operations.sealScorecard)
  const verdict = useAct(operations.saveInterviewVerdict)
  const [summary, setSummary] = useState(card?.summary ?? '')
  const [recommendation, setRecommendation] = useState<Scorecard['recommendation']>(card?.recommendation ?? null)
  if (card?.sealed_at) return <Text>Your scorecard is sealed.</Text>
  const params = { id: i.id }
  const save = (change: { summary: string; recommendation: Scorecard['recommendation'] }) => verdict.mutate({ params, body: change })
  return (
    <Stack>
      {criteria.map((c) => <CriterionScore key={c.id} id={i.id} criterion={c} card={card} />)}
      <Textarea label="Summary" autosize minRows={2} value={summary} onChange={(e) => setSummary(e.currentTarget.value)} onBlur={() => save({ summary, recommendation })} />
      <Select label="Recommendation" data={RECOMMENDATIONS.map((r) => ({ value: r, label: r.replace('_', ' ') }))} value={recommendation} onChange={(v) => { const next = RECOMMENDATIONS.find((r) => r === v) ?? null; setRecommendation(next); save({ summary, recommendation: next }) }} />
      {card && card.missing.length > 0 && <List size="sm">{card.missing.map((m) => <List.Item key={m}>{m}</List.Item>)}</List>}
      <Refused error={seal.error ?? verdict.error} />
      <Group><Button loading={seal.isPending} onClick={() => seal.mutate({ params })}>Seal scorecard</Button></Group>
    </Stack>
  )
}

function CriterionScore({ id, criterion: c, card }: { id: string; criterion: Criterion; card: Scorecard | null }) {
  const saved = card?.scores.find((s) => s.criterion_id === c.id)
  const [evidence, setEvidence] = useState(saved?.evidence ?? '')
  const [level, setLevel] = useState(saved ? String(saved.level) : '')
  const act = useAct(operations.saveInterviewScore)
  const save = (next: string) => next && act.mutate({ params: { id, criterion: c.id }, body: { level: Number(next), evidence } })
  return (
    <Fieldset legend={`${c.name} (${c.weight} %)`}>
      <Radio.Group aria-label={`Level for ${c.name}`} value={level} onChange={(v) => { setLevel(v); save(v) }}>
        <Stack gap={4}>{c.levels.map((l) => <Radio key={l.level} value={String(l.level)} label={`${l.level} ${l.name}: ${l.description}`} />)}</Stack>
      </Radio.Group>
      <Textarea mt="xs" label={`Evidence for ${c.name}`} description="At least 30 characters" autosize value={evidence} onChange={(e) => setEvidence(e.currentTarget.value)} onBlur={() => save(level)} />
      <Refused error={act.error} />
    </Fieldset>
  )
}
