import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Application } from '#contract/applications.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused } from '#web/ui/parts.tsx'

/** Who told the candidate about the job: whoever did is not asked to judge them. */
export function Referrer({ a, hiring }: { a: Application; hiring: boolean }) {
  const [open, setOpen] = useState(false)
  if (a.anonymous) return null
  const { referred_by: by } = a
  return (
    <Stack gap="xs">
      <Text size="sm">{by ? <>Referred by <b>{by.name}</b>, who is kept out of the reviewers.</> : <Text span size="sm" c="dimmed">No member is written down as having referred {a.candidate.name}.</Text>}</Text>
      {hiring && <Group><Button variant="default" size="sm" onClick={() => setOpen(true)}>{by ? 'Change the referrer' : 'Set a referrer'}</Button></Group>}
      <Modal opened={open} onClose={() => setOpen(false)} title={`Who referred ${a.candidate.name}`}>{open && <ReferrerForm a={a} onDone={() => setOpen(false)} />}</Modal>
    </Stack>
  )
}

const NOBODY = ''

function ReferrerForm({ a, onDone }: { a: Application; onDone: () => void }) {
  const members = useOp(operations.listMembers)
  const [who, setWho] = useState<string>(a.referred_by?.id ?? NOBODY)
  const act = useAct(operations.setReferrer, { onDone })
  const was = a.referred_by?.id ?? NOBODY
  return (
    <form onSubmit={(e) => { e.preventDefault(); act.mutate({ params: { id: a.id }, body: { member_id: who === NOBODY ? null : who } }) }}>
      <Stack>
        <Refused error={act.error} />
        <Loaded of={members}>{({ items }) => <Select label="Referred by" allowDeselect={false} searchable data={[{ value: NOBODY, label: 'Nobody' }, ...items.filter((m) => m.active || m.id === was).map((m) => ({ value: m.id, label: m.name }))]} value={who} onChange={(v) => setWho(v ?? NOBODY)} error={act.error?.field('body.member_id')} />}</Loaded>
        <Text size="sm">Whoever refers somebody does not judge them. A review they have not sealed goes to somebody else at once; a sealed one stays.{was !== NOBODY && ` ${a.referred_by?.name ?? 'Whoever it was'} does not come back into a round they left.`}</Text>
        <Group><Button type="submit" loading={act.isPending} disabled={who === was}>Save</Button><Button variant="default" onClick={onDone}>Cancel</Button></Group>
      </Stack>
    </form>
  )
}
