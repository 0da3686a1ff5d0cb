import { Button, Group, List, Select, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { Interview, Scorecard } from '#contract/interviews.ts'
import type { Criterion } from '#contract/process.ts'
import { RECOMMENDATIONS } from '#contract/scorecards.ts'
import { operations, useAct } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { CriterionScore } from '#web/ui/criterion-score.tsx'
import { Missing } from '#web/ui/missing.tsx'
import { Done, Refused, words } from '#web/ui/parts.tsx'

/** The interviewer's own card: a level and what it rests on for each criterion, then sealed for good. */
export function ScorecardForm({ i }: { i: Interview }) {
  const card = i.my_scorecard
  const seal = useAct(operations.sealScorecard)
  if (card?.sealed_at) return <Text>Your scorecard is sealed.</Text>
  const params = { id: i.id }
  const ask = () => confirm({ title: 'Seal scorecard', text: 'A sealed scorecard can’t be changed.', act: 'Seal for good', onConfirm: () => seal.mutate({ params }) })
  return (
    <Stack component="section" aria-label="Your scorecard">
      {card && <Missing items={card.missing} />}
      {i.criteria.map((c) => <Scored key={c.id} id={i.id} criterion={c} card={card} />)}
      <Verdict i={i} />
      <Refused error={seal.error} />
      <Group><Button loading={seal.isPending} onClick={ask}>Seal scorecard</Button></Group>
    </Stack>
  )
}

function Scored({ id, criterion, card }: { id: string; criterion: Criterion; card: Scorecard | null }) {
  const act = useAct(operations.saveInterviewScore, { inOrder: `${id} ${criterion.id}` })
  return <CriterionScore criterion={criterion} saved={card?.scores.find((s) => s.criterion_id === criterion.id)} hint="At least 30 characters: what was said or done" onSave={(body) => act.mutate({ params: { id, criterion: criterion.id }, body })} error={act.error} isSaved={act.isSuccess} />
}

function Verdict({ i }: { i: Interview }) {
  const kept = i.my_scorecard
  const [summary, setSummary] = useState(kept?.summary ?? '')
  const [recommendation, setRecommendation] = useState<Scorecard['recommendation']>(kept?.recommendation ?? null)
  const act = useAct(operations.saveInterviewVerdict, { inOrder: i.id })
  const save = (body: { summary: string; recommendation: Scorecard['recommendation'] }) => act.mutate({ params: { id: i.id }, body })
  return (
    <Stack gap="xs">
      <Textarea label="Summary" description="At least 30 characters" autosize minRows={3} value={summary} onChange={(e) => setSummary(e.currentTarget.value)} onBlur={() => summary !== (kept?.summary ?? '') && save({ summary, recommendation })} />
      <Select
        label="Recommendation"
        placeholder="Choose"
        allowDeselect={false}
        data={RECOMMENDATIONS.map((r) => ({ value: r, label: words(r) }))}
        value={recommendation}
        onChange={(v) => {
          const next = RECOMMENDATIONS.find((r) => r === v) ?? null
          setRecommendation(next)
          save({ summary, recommendation: next })
        }}
      />
      <Refused error={act.error} />
      <Done when={act.isSuccess && summary === (kept?.summary ?? '')}>Kept</Done>
    </Stack>
  )
}

/** Scorecards that are sealed, as the team reads them. */
export function SealedScorecards({ cards }: { cards: readonly Scorecard[] }) {
  return (
    <>
      {cards.map((s) => (
        <section key={s.id} aria-label={`Scorecard by ${s.author.name}`}>
          <Title order={2} size="h5">{s.author.name}: {words(s.recommendation ?? 'no recommendation')}</Title>
          <Text>{s.summary}</Text>
          <List size="sm" mt="xs">{s.scores.map((x) => <List.Item key={x.criterion_id}><b>{s.criteria.find((c) => c.id === x.criterion_id)?.name}: {x.level ?? 'can’t be assessed'}</b>. {x.cannot_assess ?? x.evidence}</List.Item>)}</List>
        </section>
      ))}
    </>
  )
}
