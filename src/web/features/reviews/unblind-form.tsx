import { Alert, Checkbox, List, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type Round, UNBLIND_REASON_MIN } from '#contract/rounds.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'
import { Buttons } from './leave-forms.tsx'

/** For emergencies, and made to feel like one: everybody is told, and it can’t be undone. */
export function UnblindForm({ round, onDone }: { round: Round; onDone: () => void }) {
  const [reason, setReason] = useState('')
  const [sure, setSure] = useState(false)
  const act = useAct(operations.unblindRound, { onDone })
  const missing = UNBLIND_REASON_MIN - reason.trim().length
  return (
    <form onSubmit={(e) => { e.preventDefault(); act.mutate({ params: { id: round.id }, body: { reason } }) }}>
      <Stack>
        <Alert color="red" title="This can’t be undone">
          <List size="sm">
            <List.Item>Reviews that are sealed open to the team at once. Drafts stay closed.</List.Item>
            <List.Item>Whoever has yet to seal still sees nothing of the others.</List.Item>
            <List.Item>The reviewers are mailed your name and reason; the candidate’s page says that it happened.</List.Item>
            <List.Item>The round stays marked, and counts in no statistics.</List.Item>
          </List>
        </Alert>
        <Refused error={act.error} />
        <Textarea label="Reason" description={`At least ${UNBLIND_REASON_MIN} characters. Do not name the candidate: the reviewers read this.`} required autosize minRows={3} maxLength={2000} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={act.error?.field('body.reason')} />
        {reason !== '' && missing > 0 && <Text size="sm" c="dimmed" role="status">{missing} more {missing === 1 ? 'character' : 'characters'}</Text>}
        <Checkbox label="I know that everybody is told, and that it stays for ever" checked={sure} onChange={(e) => setSure(e.currentTarget.checked)} />
        <Buttons label="Open sealed reviews" danger pending={act.isPending} disabled={missing > 0 || !sure} onCancel={onDone} />
      </Stack>
    </form>
  )
}
