import { Alert, Anchor, Badge, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Round } from '#contract/rounds.ts'
import { When, words } from '#web/ui/parts.tsx'

/** Before the reveal there is nothing to see but who is asked and who is done. */
export function Blind({ round }: { round: Round }) {
  const late = round.due_at !== null && Date.parse(round.due_at) < Date.now()
  const short = round.wanted - round.reviewers.length
  return (
    <Paper withBorder p="md" component="section" aria-label="Reviewers">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">{round.anonymous ? 'In review, anonymously' : 'In review'}</Title>
        {round.due_at && <Text size="sm" className={late ? 'late' : undefined}>{late ? 'Was due' : 'Due'} <When at={round.due_at} /></Text>}
      </Group>
      <Text size="sm" c="dimmed">Nobody sees a review before all are sealed. Until then this is all there is to know.</Text>
      <List listStyleType="none" spacing={6} mt="sm">
        {round.reviewers.map((p) => <List.Item key={p.id}><Group gap="xs"><Text fw={500}>{p.name}</Text><Badge variant="light" color={p.state === 'submitted' ? 'green' : 'gray'}>{p.state === 'submitted' ? 'sealed' : 'asked'}</Badge></Group></List.Item>)}
        {short > 0 && <List.Item><Text c="dimmed">{short === 1 ? 'One place is free' : `${short} places are free`}: nobody of the pool may take it. Add reviewers to the job’s hiring team.</Text></List.Item>}
      </List>
      {round.my_review_id && <Anchor component={Link} to={`/reviews/${round.my_review_id}`} mt="sm" display="inline-block">Open my review</Anchor>}
    </Paper>
  )
}

/** Stays for ever. */
export function Unblinded({ by, revealed }: { by: NonNullable<Round['unblinded']>; revealed: boolean }) {
  return (
    <Alert color="orange" title={`Unblinded by ${by.by}`} role="note">
      <Text size="sm">Sealed reviews were opened <When at={by.at} />{revealed ? ', before the reveal' : ''}. This round leaves the statistics, and the candidate was told.</Text>
      <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>“{by.reason}”</Text>
      {!revealed && <Text size="sm" mt={4}>Whoever has yet to seal still sees nothing of the others.</Text>}
    </Alert>
  )
}

const HOW: Record<Round['left'][number]['how'], string> = { replaced: 'was replaced', declined: 'declined', handed_over: 'handed over to a colleague', conflict: 'must not judge this candidate' }

/** Who left, and for those who decide, why. */
export function Left({ left }: { left: Round['left'] }) {
  if (left.length === 0) return null
  return (
    <section aria-label="Who left the round">
      <Title order={2} size="h6" mb={6}>Left the round</Title>
      <Stack gap={6}>
        {left.map((p) => (
          <div key={p.id}>
            <Text size="sm">{p.name} {HOW[p.how]} <Text span c="dimmed"><When at={p.at} plain /></Text>{p.reason && `: ${words(p.reason)}`}</Text>
            {p.words && <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>“{p.words}”</Text>}
          </div>
        ))}
      </Stack>
    </section>
  )
}
