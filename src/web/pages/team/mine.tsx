import { ActionIcon, Anchor, Button, Group, NumberInput, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ResultOf } from '#contract/operation.ts'
import type { Slot } from '#contract/interviews.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { CalibrateFirst } from '#web/features/calibration/samples.tsx'
import { MyConflicts } from '#web/features/reviews/conflicts.tsx'
import { Empty, Loaded, Page, Refused, StateBadge, When } from '#web/ui/parts.tsx'
import { Rows } from './office/table.tsx'

type MyRound = ResultOf<typeof operations.listMyReviews>['items'][number]
type MyInterview = ResultOf<typeof operations.listMyInterviews>['items'][number]

/** The rounds one reviews in. Before the reveal: who is asked and who is done, nothing else. */
export function MyReviewsPage() {
  const rounds = useOp(operations.listMyReviews, {}, { refetchMs: 15_000 })
  const session = useOp(operations.getSession)
  return (
    <Page title="My reviews" lead="Nobody sees a review before every reviewer has sealed theirs.">
      <CalibrateFirst />
      <Loaded of={rounds}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>Nobody has asked you for a review. A round opens when a candidate hands in work for a job you review.</Empty>
          ) : (
            <Rows label="My reviews" head={['Job', 'Due', 'Reviewers', 'Round', 'Your review']} minWidth={760}>
              {items.map((r) => <RoundRow key={r.id} round={r} />)}
            </Rows>
          )
        }
      </Loaded>
      {session.data && <MyConflicts me={session.data.member.id} />}
    </Page>
  )
}

function RoundRow({ round: r }: { round: MyRound }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{r.job_title}<Text size="xs" c="dimmed" fw={400}>opened <When at={r.opened_at} plain /></Text></Table.Th>
      <Table.Td>{r.revealed_at ? '–' : r.due_at ? <When at={r.due_at} /> : 'No date'}</Table.Td>
      <Table.Td>{r.reviewers.map((p) => <Text key={p.id} size="sm">{p.name}: {p.state === 'submitted' ? 'sealed' : 'not yet'}</Text>)}</Table.Td>
      <Table.Td>{r.revealed_at ? <>Revealed <When at={r.revealed_at} /></> : 'Hidden until all have sealed'}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{r.my_review_id ? <Anchor component={Link} to={`/reviews/${r.my_review_id}`} aria-label={`Open my review, ${r.job_title}`}>Open my review</Anchor> : 'Replaced'}</Table.Td>
    </Table.Tr>
  )
}

/** The interviews one holds, coming ones first. */
export function MyInterviewsPage() {
  const interviews = useOp(operations.listMyInterviews)
  return (
    <Page title="My interviews">
      <Loaded of={interviews}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty action={<Button component={Link} to="/times" variant="default">Offer times</Button>}>You have no interview. Candidates book one of the times you offer.</Empty>
          ) : (
            <Rows label="My interviews" head={['Candidate', 'Job', 'When', 'State']} minWidth={640}>
              {comingFirst(items).map((i) => <InterviewRow key={i.id} interview={i} />)}
            </Rows>
          )
        }
      </Loaded>
    </Page>
  )
}

/** Those to come by their time, then the others. */
function comingFirst(items: readonly MyInterview[]): MyInterview[] {
  return items.toSorted((a, b) => Number(a.state !== 'booked') - Number(b.state !== 'booked') || (a.state === 'booked' ? (a.starts_at ?? '').localeCompare(b.starts_at ?? '') : 0))
}

function InterviewRow({ interview: i }: { interview: MyInterview }) {
  return (
    <Table.Tr>
      <Table.Th scope="row"><Anchor component={Link} to={`/interviews/${i.application_id}/${i.stage_key}`}>{i.candidate_name}</Anchor></Table.Th>
      <Table.Td>{i.job_title}</Table.Td>
      <Table.Td>{i.starts_at ? <When at={i.starts_at} /> : 'Not booked'}</Table.Td>
      <Table.Td><StateBadge state={i.state} /></Table.Td>
    </Table.Tr>
  )
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** The times one offers for interviews and reference calls. */
export function TimesPage() {
  const slots = useOp(operations.listSlots)
  return (
    <Page title="My times" lead={`Times are in your zone, ${zone()}; everybody who books sees them in theirs.`}>
      <PublishForm />
      <Title order={2} size="h4">Offered times</Title>
      <Loaded of={slots}>
        {({ items }) => (items.length === 0 ? <Empty>You offer no time yet. Publish some above, and candidates and referees can book them.</Empty> : <Offered slots={items} />)}
      </Loaded>
    </Page>
  )
}

function Offered({ slots }: { slots: readonly Slot[] }) {
  const withdraw = useAct(operations.withdrawSlot)
  return (
    <Stack>
      <Refused error={withdraw.error} />
      <Rows label="Offered times" head={['Starts', 'Length', 'Booked for', 'Actions']}>
        {slots.map((s) => (
          <Table.Tr key={s.id}>
            <Table.Th scope="row"><When at={s.starts_at} /></Table.Th>
            <Table.Td>{Math.round((Date.parse(s.ends_at) - Date.parse(s.starts_at)) / 60_000)} minutes</Table.Td>
            <Table.Td>{s.booked_for ?? 'Free'}</Table.Td>
            <Table.Td>{s.booked_for === null && <Button variant="default" size="xs" aria-label={`Withdraw ${local(s.starts_at)}`} loading={withdraw.isPending && withdraw.variables.params?.id === s.id} onClick={() => withdraw.mutate({ params: { id: s.id } })}>Withdraw</Button>}</Table.Td>
          </Table.Tr>
        ))}
      </Rows>
    </Stack>
  )
}

const local = (at: string) => new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** A wall-clock time here as the moment it is, or null while it is incomplete. */
function momentOf(day: string, time: string): string | null {
  const at = new Date(`${day}T${time}`)
  return day && time && !Number.isNaN(at.getTime()) ? at.toISOString() : null
}

function PublishForm() {
  const [day, setDay] = useState('')
  const [times, setTimes] = useState([''])
  const [minutes, setMinutes] = useState<number | string>(45)
  const act = useAct(operations.publishSlots, { onDone: () => setTimes(['']) })
  const starts = times.flatMap((t) => momentOf(day, t) ?? [])
  const put = (i: number, value: string) => setTimes(times.map((old, k) => (k === i ? value : old)))
  return (
    <Paper withBorder p="md" component="section" aria-label="Publish times">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          act.mutate({ body: { starts, minutes: Number(minutes) } })
        }}
      >
        <Stack>
          <Refused error={act.error} />
          <Group align="flex-start">
            <TextInput label="Date" type="date" required value={day} onChange={(e) => setDay(e.currentTarget.value)} error={act.error?.field('body.starts')} />
            <NumberInput label="Length in minutes" min={5} max={480} allowDecimal={false} required value={minutes} onChange={setMinutes} error={act.error?.field('body.minutes')} />
          </Group>
          <Group align="flex-end">
            {times.map((t, i) => (
              <Group key={i} gap={4} align="flex-end" wrap="nowrap">
                <TextInput label={`Start time ${i + 1}`} type="time" required value={t} onChange={(e) => put(i, e.currentTarget.value)} />
                {times.length > 1 && <ActionIcon variant="default" size="lg" aria-label={`Remove start time ${i + 1}`} onClick={() => setTimes(times.filter((_, k) => k !== i))}>×</ActionIcon>}
              </Group>
            ))}
            <Button variant="default" onClick={() => setTimes([...times, ''])} disabled={times.length >= 100}>Add a start time</Button>
          </Group>
          <Group>
            <Button type="submit" loading={act.isPending}>Publish times</Button>
            {act.isSuccess && <Text role="status">Published</Text>}
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}
