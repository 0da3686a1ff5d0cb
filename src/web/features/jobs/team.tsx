import { Button, Checkbox, Group, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Member } from '#contract/accounts.ts'
import type { HiringTeam } from '#contract/jobs.ts'
import { operations, useAct, useOp } from '../../api/client.ts'
import { Loaded, Refused } from '../../ui/parts.tsx'

/** Who reviews, who interviews, who decides. */
export function TeamPanel({ jobId }: { jobId: string }) {
  const team = useOp(operations.getHiringTeam, { params: { id: jobId } })
  const members = useOp(operations.listMembers)
  return <Loaded of={team}>{(t) => <Loaded of={members}>{({ items }) => <TeamForm jobId={jobId} team={t} members={items} />}</Loaded>}</Loaded>
}

function TeamForm({ jobId, team, members }: { jobId: string; team: HiringTeam; members: Member[] }) {
  const [value, setValue] = useState(team)
  const act = useAct(operations.setHiringTeam)
  const pick = (part: 'reviewers' | 'interviewers', label: string, description: string) => (
    <Checkbox.Group label={label} description={description} value={value[part]} onChange={(ids) => setValue({ ...value, [part]: ids })}>
      <Stack gap="xs" mt="xs">{members.map((m) => <Checkbox key={m.id} value={m.id} label={`${m.name} (${m.role})`} />)}</Stack>
    </Checkbox.Group>
  )
  return (
    <Stack maw={640}>
      <Refused error={act.error} />
      <Select label="Hiring manager" clearable data={members.map((m) => ({ value: m.id, label: m.name }))} value={value.hiring_manager} onChange={(id) => setValue({ ...value, hiring_manager: id })} />
      {pick('reviewers', 'Reviewers', 'Two of them score each submission, each alone.')}
      {pick('interviewers', 'Interviewers', 'Candidates and referees book the times they offer.')}
      <Group><Button onClick={() => act.mutate({ params: { id: jobId }, body: value })} loading={act.isPending}>Save team</Button>{act.isSuccess && <span role="status">Saved</span>}</Group>
    </Stack>
  )
}
