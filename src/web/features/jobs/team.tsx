import { Button, Checkbox, Group, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Member } from '#contract/accounts.ts'
import type { HiringTeam } from '#contract/jobs.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Done, Loaded, Refused } from '#web/ui/parts.tsx'

/** Who reviews, who interviews, who decides. */
export function TeamPanel({ jobId, canEdit }: { jobId: string; canEdit: boolean }) {
  const team = useOp(operations.getHiringTeam, { params: { id: jobId } })
  const members = useOp(operations.listMembers)
  return <Loaded of={team}>{(t) => <Loaded of={members}>{({ items }) => <TeamForm jobId={jobId} team={t} members={items.filter((m) => m.active)} canEdit={canEdit} />}</Loaded>}</Loaded>
}

function TeamForm({ jobId, team, members, canEdit }: { jobId: string; team: HiringTeam; members: Member[]; canEdit: boolean }) {
  const [value, setValue] = useState(team)
  const act = useAct(operations.setHiringTeam)
  const pick = (part: 'reviewers' | 'interviewers', label: string, description: string) => (
    <Checkbox.Group label={label} description={description} value={value[part]} onChange={(ids) => setValue({ ...value, [part]: ids })} error={act.error?.field(`body.${part}`)}>
      <Stack gap="xs" mt="xs">{members.map((m) => <Checkbox key={m.id} value={m.id} disabled={!canEdit} label={`${m.name} (${m.role})`} />)}</Stack>
    </Checkbox.Group>
  )
  return (
    <Stack maw={640}>
      <Refused error={act.error} />
      <Select label="Hiring manager" placeholder="Nobody yet" clearable={canEdit} disabled={!canEdit} clearButtonProps={{ 'aria-label': 'Nobody' }} data={members.map((m) => ({ value: m.id, label: m.name }))} value={value.hiring_manager} onChange={(id) => setValue({ ...value, hiring_manager: id })} />
      {pick('reviewers', 'Reviewers', 'Each submission is scored by as many of them as the process says, each alone.')}
      {pick('interviewers', 'Interviewers', 'Candidates and referees book the times they offer.')}
      {canEdit && <Group><Button onClick={() => act.mutate({ params: { id: jobId }, body: value })} loading={act.isPending}>Save team</Button><Done when={act.isSuccess}>Saved</Done></Group>}
    </Stack>
  )
}
