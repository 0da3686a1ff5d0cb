import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Feedback } from '#contract/feedback.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Act, Loaded, Refused, When } from '#web/ui/parts.tsx'
import { Composer } from './composer.tsx'
import { Letter } from './preview.tsx'
import { momentIn } from './words.ts'

/** The words the candidate gets about their work: composed, planned, sent once. */
export function FeedbackPanel({ id, name }: { id: string; name: string }) {
  const feedback = useOp(operations.getFeedback, { params: { id } }, { refetchMs: 15_000 })
  return <Loaded of={feedback}>{(f) => <FeedbackForm f={f} name={name} />}</Loaded>
}

function FeedbackForm({ f, name }: { f: Feedback; name: string }) {
  if (f.state === 'closed') return <Frame title="Written feedback" f={f}><Text size="sm" c="dimmed">{f.why_not ?? 'It can’t be written yet.'}</Text></Frame>
  if (f.state === 'sent') return <Sent f={f} name={name} />
  if (f.state === 'planned') return <Planned f={f} name={name} />
  // Whoever opens another application starts with that one's draft.
  return <Frame title="Written feedback" f={f}><Composer key={f.application_id} f={f} name={name} /></Frame>
}

const STANDING: Record<NonNullable<Feedback['promise']>, string> = { running: 'not sent yet', late: 'late: the promise is broken', kept: 'promise kept', kept_late: 'sent late: the promise was broken', void: 'no longer due' }

function Frame({ title, f, children }: { title: string; f: Feedback; children: ReactNode }) {
  return (
    <Stack component="section" aria-label="Feedback">
      <div>
        <Title order={2} size="h4">{title}</Title>
        {f.due_at && f.promise && <Text size="sm" className={f.promise === 'late' ? 'late' : undefined}>Promised by <When at={f.due_at} by />: {STANDING[f.promise]}</Text>}
      </div>
      {children}
    </Stack>
  )
}

function Sent({ f, name }: { f: Feedback; name: string }) {
  return (
    <Frame title="Feedback sent" f={f}>
      <Text size="sm" c="dimmed">By {f.sent_by ?? 'somebody of the team'}, <When at={f.sent_at} />. {name} reads it on their page and in their mail; it can’t be changed any more.</Text>
      <Letter id={f.application_id} text={f.text} name={name} />
    </Frame>
  )
}

function Planned({ f, name }: { f: Feedback; name: string }) {
  const params = { id: f.application_id }
  const back = useAct(operations.takeBackFeedback)
  const send = useAct(operations.sendFeedback)
  const { plan } = f
  return (
    <Frame title="Feedback planned" f={f}>
      {plan && (
        <Alert title={`Goes to ${name} on ${momentIn(plan.at, plan.time_zone)}`}>
          <Text size="sm">That is <When at={plan.at} by /> for you. Planned by {plan.by}{plan.zone_from === 'team' ? ', in the time zone the team chose' : ', in their own time zone'}. {name} sees on their page that it is written and when it comes, and nothing of what it says.</Text>
        </Alert>
      )}
      <Refused error={back.error ?? send.error} />
      <Group>
        <Act variant="default" why={f.can_take_back ? null : (f.why_not ?? 'The application has moved on because this is on its way, so it stays so.')} loading={back.isPending} onClick={() => back.mutate({ params })}>Take it back</Act>
        {f.can_send && <Button variant="default" loading={send.isPending} onClick={() => send.mutate({ params, body: { text: f.text, version: f.version, when: 'now' } })}>Send it now</Button>}
      </Group>
      <Letter id={f.application_id} text={f.text} name={name} />
    </Frame>
  )
}
