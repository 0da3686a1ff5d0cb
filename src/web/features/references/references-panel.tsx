import { Button, Fieldset, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ReferenceCheck } from '#contract/references.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Done, Empty, Loaded, Refused, StateBadge, When, words } from '#web/ui/parts.tsx'

/** The referees, when they are called, and what they said. The candidate sees none of it. */
export function ReferencesPanel({ id }: { id: string }) {
  const references = useOp(operations.getReferences, { params: { id } })
  return (
    <Loaded of={references}>
      {({ items, wanted }) => {
        if (items.length === 0) return <Empty>The candidate has been asked to name {wanted} referees. Each then books a short call.</Empty>
        return (
          <Stack>
            <Text size="sm">{items.filter((r) => r.state === 'completed').length} of {wanted} references are complete. The candidate sees none of these notes.</Text>
            {items.map((r) => <Reference key={r.id} r={r} />)}
          </Stack>
        )
      }}
    </Loaded>
  )
}

const ADVICE = ['no', 'mixed', 'yes', 'strong_yes'] as const

function Reference({ r }: { r: ReferenceCheck }) {
  return (
    <Fieldset legend={`${r.referee.name}, ${words(r.referee.relationship)}`}>
      <Stack>
        <Group><StateBadge state={r.state} /><Text size="sm" style={{ overflowWrap: 'anywhere' }}>{r.referee.email}{r.phone && `, ${r.phone}`}</Text></Group>
        <Text size="sm">{r.starts_at ? <>Call <When at={r.starts_at} />{r.caller && ` by ${r.caller.name}`}</> : <>Asked <When at={r.invited_at} />, not booked yet</>}</Text>
        {r.referee.note && <Text size="sm" c="dimmed">From the candidate: {r.referee.note}</Text>}
        {r.state === 'completed' ? <Said r={r} /> : <Notes r={r} />}
      </Stack>
    </Fieldset>
  )
}

/** A complete reference can’t be changed any more; it is there to be read. */
function Said({ r }: { r: ReferenceCheck }) {
  return (
    <>
      {r.answers.map((a) => (
        <section key={a.question_id} aria-label={a.question}>
          <Text size="sm" fw={600}>{a.question}</Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{a.answer || '–'}</Text>
        </section>
      ))}
      <Text size="sm"><b>The referee recommends:</b> {r.recommendation ? words(r.recommendation) : 'not said'}</Text>
    </>
  )
}

function Notes({ r }: { r: ReferenceCheck }) {
  const [answers, setAnswers] = useState(r.answers)
  const [recommendation, setRecommendation] = useState(r.recommendation)
  const save = useAct(operations.saveReferenceNotes)
  const complete = useAct(operations.completeReference)
  const params = { id: r.id }
  const body = { answers: answers.map(({ question_id, answer }) => ({ question_id, answer })), recommendation }
  const put = (i: number, answer: string) => setAnswers(answers.map((old, k) => (k === i ? { ...old, answer } : old)))
  return (
    <>
      <Refused error={complete.error ?? save.error} />
      {answers.map((a, i) => <Textarea key={a.question_id} label={a.question} autosize minRows={2} value={a.answer} onChange={(e) => put(i, e.currentTarget.value)} error={save.error?.field(`body.answers.${i}`)} />)}
      <Select label="The referee recommends" placeholder="Choose" allowDeselect={false} data={ADVICE.map((v) => ({ value: v, label: words(v) }))} value={recommendation} onChange={(v) => setRecommendation(ADVICE.find((x) => x === v) ?? null)} />
      <Group>
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate({ params, body })}>Save notes</Button>
        <Button loading={complete.isPending} onClick={() => save.mutate({ params, body }, { onSuccess: () => complete.mutate({ params }) })}>Complete reference</Button>
        <Done when={save.isSuccess}>Kept</Done>
      </Group>
    </>
  )
}
