import { Select, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { Criterion } from '#contract/process.ts'
import type { Review } from '#contract/reviews.ts'
import { RECOMMENDATIONS } from '#contract/scorecards.ts'
import { operations, useAct } from '#web/api/client.ts'
import { CriterionScore, CriterionScored } from '#web/ui/criterion-score.tsx'
import { Missing } from '#web/ui/missing.tsx'
import { Done, Refused, words } from '#web/ui/parts.tsx'

/** Each criterion with its levels in words; what is typed is kept when the field is left. Closed, it is there to be read. */
export function RubricPane({ r }: { r: Review }) {
  const closed = !r.mine || r.sealed_at !== null
  return (
    <Stack component="section" aria-label="Rubric" gap="md">
      {!closed && <Missing items={r.missing} />}
      {r.criteria.map((c) => (closed ? <CriterionScored key={c.id} criterion={c} saved={scoreOf(r, c)} /> : <Scored key={c.id} r={r} c={c} />))}
      {closed ? <Given r={r} /> : <Verdict r={r} />}
    </Stack>
  )
}

const scoreOf = (r: Review, c: Criterion) => r.scores.find((s) => s.criterion_id === c.id)

function Scored({ r, c }: { r: Review; c: Criterion }) {
  const act = useAct(operations.saveScore, { inOrder: `${r.id} ${c.id}` })
  const pinned = r.comments.some((x) => x.criterion_id === c.id && x.kind === 'evidence')
  return <CriterionScore criterion={c} saved={scoreOf(r, c)} hint={pinned ? 'A comment is pinned as evidence; add what it does not say' : 'A line pinned as evidence, or at least 30 characters here'} onSave={(body) => act.mutate({ params: { id: r.id, criterion: c.id }, body })} error={act.error} isSaved={act.isSuccess} />
}

function Given({ r }: { r: Review }) {
  return (
    <section aria-label="Verdict">
      <Title order={2} size="h6">{r.recommendation ? `Recommends: ${words(r.recommendation)}` : 'No recommendation'}</Title>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{r.summary}</Text>
    </section>
  )
}

function Verdict({ r }: { r: Review }) {
  const [summary, setSummary] = useState(r.summary)
  const [recommendation, setRecommendation] = useState(r.recommendation)
  const act = useAct(operations.saveVerdict, { inOrder: r.id })
  const save = (body: { summary: string; recommendation: Review['recommendation'] }) => act.mutate({ params: { id: r.id }, body })
  return (
    <Stack gap="xs">
      <Textarea label="Summary for the team" description="At least 30 characters" autosize minRows={3} value={summary} onChange={(e) => setSummary(e.currentTarget.value)} onBlur={() => summary !== r.summary && save({ summary, recommendation })} error={act.error?.field('body.summary')} />
      <Select
        label="Recommendation"
        placeholder="Choose"
        allowDeselect={false}
        data={RECOMMENDATIONS.map((v) => ({ value: v, label: words(v) }))}
        value={recommendation}
        onChange={(v) => {
          const next = RECOMMENDATIONS.find((x) => x === v) ?? null
          setRecommendation(next)
          save({ summary, recommendation: next })
        }}
      />
      <Refused error={act.error} />
      <Done when={act.isSuccess && summary === r.summary}>Kept</Done>
    </Stack>
  )
}
