import { Fieldset, Radio, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Criterion } from '#contract/process.ts'
import { RECOMMENDATIONS, type Review } from '#contract/reviews.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'

/** Each criterion with its levels in words; what is typed is kept when the field is left. */
export function RubricPane({ r }: { r: Review }) {
  const closed = !r.mine || r.sealed_at !== null
  return (
    <Stack>
      {r.criteria.map((c) => <CriterionForm key={c.id} r={r} c={c} closed={closed} />)}
      <Verdict r={r} closed={closed} />
      {!closed && r.missing.length > 0 && <Text size="sm" c="dimmed">{r.missing.length} {r.missing.length === 1 ? 'thing is' : 'things are'} missing before it can be sealed.</Text>}
    </Stack>
  )
}

function CriterionForm({ r, c, closed }: { r: Review; c: Criterion; closed: boolean }) {
  const saved = r.scores.find((s) => s.criterion_id === c.id)
  const [level, setLevel] = useState(saved ? String(saved.level) : '')
  const [evidence, setEvidence] = useState(saved?.evidence ?? '')
  const act = useAct(operations.saveScore)
  const save = (next: string) => next && act.mutate({ params: { id: r.id, criterion: c.id }, body: { level: Number(next), evidence } })
  return (
    <Fieldset legend={`${c.name} (${c.weight} %)`} disabled={closed}>
      <Radio.Group aria-label={`Level for ${c.name}`} value={level} onChange={(v) => { setLevel(v); save(v) }}>
        <Stack gap={4}>{c.levels.map((l) => <Radio key={l.level} value={String(l.level)} label={`${l.level} ${l.name}`} description={l.description} />)}</Stack>
      </Radio.Group>
      <Textarea mt="xs" label={`Evidence for ${c.name}`} description="A pinned line, or at least 30 characters" autosize value={evidence} onChange={(e) => setEvidence(e.currentTarget.value)} onBlur={() => save(level)} />
      <Refused error={act.error} />
    </Fieldset>
  )
}

function Verdict({ r, closed }: { r: Review; closed: boolean }) {
  const [summary, setSummary] = useState(r.summary)
  const [recommendation, setRecommendation] = useState(r.recommendation)
  const act = useAct(operations.saveVerdict)
  const save = (body: { summary: string; recommendation: Review['recommendation'] }) => act.mutate({ params: { id: r.id }, body })
  return (
    <Fieldset legend="Verdict" disabled={closed}>
      <Textarea label="Summary for the team" autosize minRows={3} value={summary} onChange={(e) => setSummary(e.currentTarget.value)} onBlur={() => save({ summary, recommendation })} />
      <Select label="Recommendation" data={RECOMMENDATIONS.map((v) => ({ value: v, label: v.replace('_', ' ') }))} value={recommendation} onChange={(v) => { const next = RECOMMENDATIONS.find((x) => x === v) ?? null; setRecommendation(next); save({ summary, recommendation: next }) }} />
      <Refused error={act.error} />
    </Fieldset>
  )
}
