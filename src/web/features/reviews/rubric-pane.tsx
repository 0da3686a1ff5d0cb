import { Alert, List, Select, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Criterion } from '#contract/process.ts'
import { RECOMMENDATIONS, type Review } from '#contract/reviews.ts'
import { operations, useAct } from '#web/api/client.ts'
import { CriterionScore } from '#web/ui/criterion-score.tsx'
import { Done, Refused, words } from '#web/ui/parts.tsx'

/** Each criterion with its levels in words; what is typed is kept when the field is left. */
export function RubricPane({ r }: { r: Review }) {
  const closed = !r.mine || r.sealed_at !== null
  return (
    <Stack component="section" aria-label="Rubric" gap="md">
      {r.criteria.map((c) => <Scored key={c.id} r={r} c={c} closed={closed} />)}
      <Verdict r={r} closed={closed} />
      {!closed && r.missing.length > 0 && <Alert color="gray" title="Missing before it can be sealed"><List size="sm">{r.missing.map((m) => <List.Item key={m}>{m}</List.Item>)}</List></Alert>}
    </Stack>
  )
}

function Scored({ r, c, closed }: { r: Review; c: Criterion; closed: boolean }) {
  const act = useAct(operations.saveScore)
  const pinned = r.comments.some((x) => x.criterion_id === c.id && x.kind === 'evidence')
  return <CriterionScore criterion={c} saved={r.scores.find((s) => s.criterion_id === c.id)} closed={closed} hint={pinned ? 'A comment is pinned as evidence; add what it does not say' : 'A line pinned as evidence, or at least 30 characters here'} onSave={(body) => act.mutate({ params: { id: r.id, criterion: c.id }, body })} error={act.error} isSaved={act.isSuccess} />
}

function Verdict({ r, closed }: { r: Review; closed: boolean }) {
  const [summary, setSummary] = useState(r.summary)
  const [recommendation, setRecommendation] = useState(r.recommendation)
  const act = useAct(operations.saveVerdict)
  const save = (body: { summary: string; recommendation: Review['recommendation'] }) => act.mutate({ params: { id: r.id }, body })
  return (
    <Stack gap="xs">
      <Textarea label="Summary for the team" description="At least 30 characters" disabled={closed} autosize minRows={3} value={summary} onChange={(e) => setSummary(e.currentTarget.value)} onBlur={() => !closed && summary !== r.summary && save({ summary, recommendation })} error={act.error?.field('body.summary')} />
      <Select
        label="Recommendation"
        placeholder="Choose"
        disabled={closed}
        data={RECOMMENDATIONS.map((v) => ({ value: v, label: words(v) }))}
        value={recommendation}
        onChange={(v) => {
          const next = RECOMMENDATIONS.find((x) => x === v) ?? null
          setRecommendation(next)
          save({ summary, recommendation: next })
        }}
      />
      <Refused error={act.error} />
      <Done when={act.isSuccess}>Kept</Done>
    </Stack>
  )
}
