import { Accordion, Button, Stack, Text, Timeline } from '@mantine/core'
import { useState } from 'react'
import { call, operations, useOp } from '../../api/client.ts'
import { Empty, Loaded, Page, When } from '../../ui/parts.tsx'

/** The one record of everything, and the proof that nobody changed it. */
export function ActivityPage() {
  const feed = useOp(operations.listActivity, { query: { limit: 100 } })
  const [verdict, setVerdict] = useState('')
  const verify = async () => {
    const v = await call(operations.verifyActivity)
    setVerdict(v.ok ? `All ${v.events} events are as they were written.` : `The record is broken at event ${v.first_broken_seq}.`)
  }
  return (
    <Page title="Activity" actions={<Button variant="default" onClick={() => void verify()}>Verify the record</Button>}>
      <Text role="status">{verdict}</Text>
      <Loaded of={feed}>{({ items }) => (items.length === 0 ? <Empty>Nothing has happened yet.</Empty> : <Timeline bulletSize={12} lineWidth={2}>{items.map((e) => <Timeline.Item key={e.id}><Text size="sm">{e.actor.name} {e.text}</Text><Text size="xs" c="dimmed"><When at={e.at} /></Text></Timeline.Item>)}</Timeline>)}</Loaded>
    </Page>
  )
}

/** Mail that is kept here because no SMTP server is set. */
export function MailboxPage() {
  const mails = useOp(operations.listMail, { query: { limit: 100 } })
  return (
    <Page title="Mailbox" lead="No SMTP server is set, so mail is kept here and as files. Set SMTP_URL to send it.">
      <Loaded of={mails}>
        {({ items }) => (items.length === 0 ? <Empty>No mail has been written yet.</Empty> : (
          <Accordion order={2} variant="separated">
            {items.map((m) => <Accordion.Item key={m.id} value={m.id}><Accordion.Control>{m.subject} <Text span size="sm" c="dimmed">to {m.to}</Text></Accordion.Control><Accordion.Panel><Stack gap="xs"><Text size="xs" c="dimmed"><When at={m.created_at} /></Text><Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{m.text}</Text></Stack></Accordion.Panel></Accordion.Item>)}
          </Accordion>
        ))}
      </Loaded>
    </Page>
  )
}
