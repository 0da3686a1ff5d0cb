import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Mail } from '#contract/records.ts'
import { operations } from '#web/api/client.ts'
import { Empty, Loaded, Page, Refused, StateBadge, When } from '#web/ui/parts.tsx'
import { usePages } from '#web/api/pages.ts'
import { Rows } from './table.tsx'

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
              <Rows label="Mail" head={['Subject', 'To', 'When', 'State', 'Text']} minWidth={760}>
                {items.map((m) => <MailRow key={m.id} mail={m} />)}
              </Rows>
              <Refused error={mails.error} />
              {mails.hasNextPage && <Group><Button variant="default" loading={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>Load more</Button></Group>}
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}

function MailRow({ mail: m }: { mail: Mail }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row">{m.subject}</Table.Th>
        <Table.Td>{m.to}</Table.Td>
        <Table.Td><When at={m.sent_at ?? m.created_at} /></Table.Td>
        <Table.Td><StateBadge state={m.state} /></Table.Td>
        <Table.Td><Button size="xs" variant="default" aria-expanded={open} aria-label={`${open ? 'Hide' : 'Show'} the text of ${m.subject}`} onClick={() => setOpen(!open)}>{open ? 'Hide' : 'Show'}</Button></Table.Td>
      </Table.Tr>
      {open && <Table.Tr><Table.Td colSpan={5}><Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{m.text}</Text></Table.Td></Table.Tr>}
    </>
  )
}
