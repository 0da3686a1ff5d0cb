import { Alert, Button, Group, List, Modal, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { Calibration } from '#contract/calibration.ts'
import { operations, useAct } from '#web/api/client.ts'
import { CriterionScore } from '#web/ui/criterion-score.tsx'
import { Missing } from '#web/ui/missing.tsx'
import { Refused } from '#web/ui/parts.tsx'
import { differenceInWords } from './words.ts'

type Criterion = Calibration['criteria'][number]

const scoreOf = (c: Calibration, criterion: Criterion) => c.scores.find((s) => s.criterion_id === criterion.id)

/** The rubric beside a sample: to be scored, and once it is sealed to be compared. */
export function SampleCard({ c }: { c: Calibration }) {
  return (
    <Stack component="section" aria-label="Rubric" gap="md">
      {c.comparison ? <Compared c={c} with={c.comparison} /> : <><Missing items={c.missing} />{c.criteria.map((criterion) => <Scored key={criterion.id} c={c} criterion={criterion} />)}</>}
    </Stack>
  )
}

function Scored({ c, criterion }: { c: Calibration; criterion: Criterion }) {
  const act = useAct(operations.saveCalibrationScore, { inOrder: `${c.id} ${criterion.id}` })
  // What can't be assessed has no level: the card begins anew then.
  const [renewed, setRenewed] = useState(0)
  const saved = scoreOf(c, criterion)
  const params = { id: c.id, criterion: criterion.id }
  const giveUp = (cannot_assess: string) => act.mutate({ params, body: { cannot_assess } }, { onSuccess: () => setRenewed(renewed + 1) })
  return (
    <div>
      <CriterionScore key={renewed} criterion={criterion} saved={saved} hint="At least 30 characters: what in the work it rests on" onSave={(body) => act.mutate({ params, body })} error={act.error} isSaved={act.isSuccess} />
      <CannotAssess key={`cannot ${renewed}`} name={criterion.name} saved={saved?.cannot_assess ?? null} onSave={giveUp} />
    </div>
  )
}

const REASON_MIN = 10

/** A way out where the work says nothing of a criterion; it then counts for nothing. */
function CannotAssess({ name, saved, onSave }: { name: string; saved: string | null; onSave: (why: string) => void }) {
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
  if (saved !== null) return <Text size="sm" mt={6}>Can’t be assessed: {saved} Choose a level to take this back.</Text>
  if (!open) return <Button mt={6} size="compact-sm" variant="default" aria-label={`“${name}” can’t be assessed`} onClick={() => setOpen(true)}>Can’t be assessed</Button>
  return (
    <Group mt={6} align="end" gap="xs">
      <Textarea style={{ flex: '1 1 200px' }} label={`Why “${name}” can’t be assessed`} description={`At least ${REASON_MIN} characters`} autosize maxLength={1000} autoFocus value={why} onChange={(e) => setWhy(e.currentTarget.value)} />
      <Button variant="default" disabled={why.trim().length < REASON_MIN} aria-label={`Keep the reason for “${name}”`} onClick={() => onSave(why)}>Keep</Button>
    </Group>
  )
}

function Compared({ c, with: reference }: { c: Calibration; with: NonNullable<Calibration['comparison']> }) {
  return (
    <>
      <Alert color="blue" title={`The reference: ${reference.title}`}>{differenceInWords(reference.difference)} The reference is one careful reading, not the truth. Where you differ, compare the reasons.</Alert>
      {c.criteria.map((criterion) => <Both key={criterion.id} criterion={criterion} mine={scoreOf(c, criterion)} theirs={reference.reference.find((r) => r.criterion_id === criterion.id)} />)}
      <section aria-label="What a careful reader found">
        <Title order={2} size="h6">What a careful reader found</Title>
        <List size="sm">{reference.does_well.map((d) => <List.Item key={d}>{d}</List.Item>)}</List>
        <Text size="sm" fw={600} mt="xs">And what falls short</Text>
        <List size="sm">{reference.falls_short.map((f) => <List.Item key={`${f.path}${f.line}${f.what}`} style={{ overflowWrap: 'anywhere' }}><code>{f.path}:{f.line}</code> {f.what}</List.Item>)}</List>
      </section>
    </>
  )
}

type Theirs = NonNullable<Calibration['comparison']>['reference'][number]

function Both({ criterion, mine, theirs }: { criterion: Criterion; mine: Calibration['scores'][number] | undefined; theirs: Theirs | undefined }) {
  const named = (level: number | null | undefined) => (level ? `${level} ${criterion.levels[level - 1]?.name ?? ''}` : null)
  return (
    <section aria-label={criterion.name}>
      <Title order={2} size="h6">{criterion.name}</Title>
      <Text size="sm" c="dimmed">{apart(mine?.level ?? null, theirs?.level ?? null)}</Text>
      <Text size="sm" mt={4}><b>You: {named(mine?.level) ?? 'can’t be assessed'}.</b> {mine?.cannot_assess ?? mine?.evidence}</Text>
      <Text size="sm" mt={4}><b>Reference: {named(theirs?.level) ?? 'none'}.</b> {theirs?.reason}</Text>
    </section>
  )
}

function apart(mine: number | null, theirs: number | null): string {
  if (mine === null || theirs === null) return 'Not compared'
  if (mine === theirs) return 'The same level'
  const by = Math.abs(mine - theirs)
  return `You are ${by === 1 ? 'one level' : `${by} levels`} ${mine > theirs ? 'more lenient' : 'stricter'}`
}

/** The last act, asked for twice: with the reference open nobody can score the sample again. */
export function SealSample({ c }: { c: Calibration }) {
  const [open, setOpen] = useState(false)
  const act = useAct(operations.sealCalibration, { onDone: () => setOpen(false) })
  const whole = c.missing.length === 0
  return (
    <>
      <Button onClick={() => setOpen(true)}>Seal and compare</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Seal and compare">
        <Stack>
          <Text>You then see the reference, and your scores of this sample can’t be changed any more. Nobody else sees them.</Text>
          {!whole && <><Text fw={600}>Still missing</Text><List size="sm">{c.missing.map((m) => <List.Item key={m.path}>{m.message}</List.Item>)}</List></>}
          <Refused error={act.error} />
          <Group><Button disabled={!whole} loading={act.isPending} onClick={() => act.mutate({ params: { id: c.id } })}>Seal for good</Button><Button variant="default" onClick={() => setOpen(false)}>Not yet</Button></Group>
        </Stack>
      </Modal>
    </>
  )
}
