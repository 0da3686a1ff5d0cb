import { Button, Fieldset, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ReferenceCheck } from '#contract/references.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Empty, Loaded, Refused, StateBadge, When } from '#web/ui/parts.tsx'

/** The referees, when they are called, and what they said. The candidate sees none of it. */
export function ReferencesPanel({ id }: { id: string }) {
  const references = useOp(operations.getReferences, { params: { id } })
  return <Loaded of={references}>{({ items, wanted }) => (items.length === 0 ? <Empty>The candidate has been asked to name {wanted} referees.</Empty> : <Stack>{items.map((r) => <Reference key={r.id} r={r} />)}</Stack>)}</Loaded>
}

const ADVICE = ['no', 'mixed', 'yes', 'strong_yes'] as const

function Reference({ r }: { r: ReferenceCheck }) {
  const [answers, setAnswers] = useState(r.answers)
  const [recommendation, setRecommendation] = useState(r.recommendation)
  const save = useAct(operations.saveReferenceNotes)
  const complete = useAct(operations.completeReference)
  const params = { id: r.id }
  const body = { answers: answers.map(({ question_id, answer }) => ({ question_id, answer })), recommendation }
  const closed = r.state === 'completed'
  return (
    <Fieldset legend={`${r.referee.name} (${r.referee.relationship.replaceAll('_', ' ')})`} disabled={closed}>
      <Stack>
        <Group><StateBadge state={r.state} /><Text size="sm">{r.referee.email}{r.phone && `, ${r.phone}`}</Text>{r.starts_at && <Text size="sm">Call <When at={r.starts_at} /></Text>}</Group>
        <Refused error={complete.error ?? save.error} />
        {answers.map((a, i) => <Textarea key={a.question_id} label={a.question} autosize value={a.answer} onChange={(e) => { const answer = e.currentTarget.value; setAnswers(answers.map((old, k) => (k === i ? { ...old, answer } : old))) }} />)}
        <Select label="The referee recommends" data={ADVICE.map((v) => ({ value: v, label: v.replace('_', ' ') }))} value={recommendation} onChange={(v) => setRecommendation(ADVICE.find((x) => x === v) ?? null)} />
        {!closed && <Group><Button variant="default" loading={save.isPending} onClick={() => save.mutate({ params, body })}>Save notes</Button><Button loading={complete.isPending} onClick={() => save.mutate({ params, body }, { onSuccess: () => complete.mutate({ params }) })}>Complete reference</Button></Group>}
      </Stack>
    </Fieldset>
  )
}
