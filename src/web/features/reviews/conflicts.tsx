import { Button, Group, List, Modal, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Conflict } from '#contract/conflicts.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { Empty, Loaded, Refused, When } from '#web/ui/parts.tsx'
import { ConflictForm } from './conflict-form.tsx'

/** Who should not judge a candidate by their own word or the team's, and the act of saying so. */
export function Conflicts({ id, name, me }: { id: string; name: string; me: string }) {
  const conflicts = useOp(operations.listConflicts, { params: { id } })
  const [open, setOpen] = useState(false)
  return (
    <Loaded of={conflicts}>
      {({ items, may_declare_for_others }) => (
        <Stack gap="xs">
          {items.length === 0 ? <Text size="sm" c="dimmed">{may_declare_for_others ? 'Nobody has declared a conflict of interest.' : 'You have declared no conflict of interest.'}</Text> : <ConflictList items={items} me={me} />}
          <Group><Button variant="default" size="sm" onClick={() => setOpen(true)}>Declare a conflict</Button></Group>
          <Modal opened={open} onClose={() => setOpen(false)} title="Declare a conflict of interest" size="lg">{open && <ConflictForm id={id} name={name} me={me} forOthers={may_declare_for_others} onDone={() => setOpen(false)} />}</Modal>
        </Stack>
      )}
    </Loaded>
  )
}

/** One's own conflicts, also with candidates whose page one can't open any more. */
export function MyConflicts({ me }: { me: string }) {
  const mine = useOp(operations.listMyConflicts)
  return (
    <Stack gap="xs" component="section" aria-label="Conflicts of interest">
      <Title order={2} size="h4">Conflicts of interest</Title>
      <Text size="sm" c="dimmed">Candidates you are not asked to judge. You declare a conflict on the candidate’s page, or when you decline a review.</Text>
      <Loaded of={mine}>{({ items }) => (items.length === 0 ? <Empty>You have no conflict of interest with anybody who applied.</Empty> : <ConflictList items={items} me={me} of={new Map(items.map((c) => [c.id, `${c.candidate}, ${c.job_title}`]))} />)}</Loaded>
    </Stack>
  )
}

interface ListProps {
  items: readonly Conflict[]
  me: string
  /** With whom, where no candidate's page is around it. */
  of?: ReadonlyMap<string, string>
}

/** What stands first, then what was taken back. */
function ConflictList({ items, me, of }: ListProps) {
  const act = useAct(operations.takeBackConflict)
  const sorted = items.toSorted((a, b) => Number(a.taken_back !== null) - Number(b.taken_back !== null))
  const ask = (c: Conflict) =>
    confirm({
      title: 'Take the conflict back',
      text: `${c.member.id === me ? 'You' : c.member.name} may then be asked in review rounds that open from now on. A round that is open stays as it is: nobody comes back into it. The record keeps what was said, and that it was taken back.`,
      act: 'Take it back',
      onConfirm: () => act.mutate({ params: { id: c.id } }),
    })
  return (
    <>
      <Refused error={act.error} />
      <List listStyleType="none" spacing="sm">{sorted.map((c) => <List.Item key={c.id}><Line c={c} me={me} of={of?.get(c.id)} pending={act.isPending && act.variables.params?.id === c.id} onTakeBack={() => ask(c)} /></List.Item>)}</List>
    </>
  )
}

function Line({ c, me, of, pending, onTakeBack }: { c: Conflict; me: string; of: string | undefined; pending: boolean; onTakeBack: () => void }) {
  const who = c.member.id === me ? 'You' : c.member.name
  return (
    <>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        <b>{of ?? who}</b>{c.taken_back && ' (taken back)'}
        <Text span size="sm" c="dimmed">: {said(c, me)} <When at={c.declared_at} plain />{c.taken_back && <>, taken back by {c.taken_back.by} <When at={c.taken_back.at} plain />. Rounds that were open then still go without {c.member.id === me ? 'you' : 'them'}.</>}</Text>
      </Text>
      {c.words && <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>“{c.words}”</Text>}
      {c.can_take_back && <Button variant="default" size="compact-sm" mt={4} loading={pending} onClick={onTakeBack} aria-label={`Take back: ${of ?? who}`}>Take back</Button>}
      {!c.can_take_back && !c.taken_back && c.why_not && <Text size="xs" c="dimmed">{c.why_not}</Text>}
    </>
  )
}

function said(c: Conflict, me: string): string {
  if (c.declared_by.id === c.member.id) return c.member.id === me ? 'said by yourself' : 'said by themselves'
  return c.declared_by.id === me ? 'said by you' : `said by ${c.declared_by.name}`
}
