import { Accordion, Stack, Text } from '@mantine/core'
import type { Mail } from '#contract/records.ts'
import { operations } from '#web/api/client.ts'
import { usePages } from '#web/api/pages.ts'
import { More } from '#web/ui/more.tsx'
import { Empty, Loaded, Page, StateBadge, When } from '#web/ui/parts.tsx'

/** Mail kept on this server, newest first. */
export function MailboxPage() {
  const mails = usePages(operations.listMail)
  return (
    <Page title="Mailbox" lead="What this server writes to people. Without an SMTP server, this is the only place it can be read.">
      <Loaded of={mails}>
        {(items) =>
          items.length === 0 ? (
            <Empty>No mail yet. Invitations, confirmations and reminders appear here.</Empty>
          ) : (
            <Stack>
              <Accordion variant="contained" order={2} multiple>{items.map((m) => <Letter key={m.id} mail={m} />)}</Accordion>
              <More of={mails} />
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}

function Letter({ mail: m }: { mail: Mail }) {
  return (
    <Accordion.Item value={m.id}>
      <Accordion.Control>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>{m.subject}</Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>To {m.to}, <When at={m.sent_at ?? m.created_at} /></Text>
        {m.state !== 'sent' && <StateBadge state={m.state} />}
      </Accordion.Control>
      <Accordion.Panel><div className="mail">{m.text}</div></Accordion.Panel>
    </Accordion.Item>
  )
}
