import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PayoutBatch } from '#contract/payout-batches.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'

interface Account {
  name: string
  iban: string
}

/** The accounts go into the file and are kept nowhere, neither here nor on the server. */
export function BankFile({ b }: { b: PayoutBatch }) {
  const [debtor, setDebtor] = useState<Account>({ name: '', iban: '' })
  const [accounts, setAccounts] = useState<Account[]>(b.items.map((i) => ({ name: i.candidate, iban: '' })))
  const act = useAct(operations.makePayoutBatchFile, { onDone: ({ filename, xml }) => save(filename, xml) })
  const change = (i: number, part: Partial<Account>) => setAccounts(accounts.map((a, n) => (n === i ? { ...a, ...part } : a)))
  const make = () => act.mutate({ params: { id: b.id }, body: { debtor, accounts: accounts.map((a, i) => ({ ...a, payout_id: b.items[i]?.payout_id ?? '' })) } })
  return (
    <Stack gap="xs">
      <Text size="sm">The accounts you write here go into the file and are kept nowhere. Write them anew for every file.</Text>
      <Refused error={act.error} />
      <Row label="You" account={debtor} onChange={(part) => setDebtor({ ...debtor, ...part })} error={act.error?.field('body.debtor.iban')} />
      {accounts.map((a, i) => <Row key={b.items[i]?.payout_id} label={b.items[i]?.candidate ?? ''} account={a} onChange={(part) => change(i, part)} error={act.error?.field(`body.accounts.${i}.iban`)} />)}
      <Group><Button size="xs" loading={act.isPending} onClick={make}>Save the file</Button></Group>
    </Stack>
  )
}

function Row({ label, account, onChange, error }: { label: string; account: Account; onChange: (part: Partial<Account>) => void; error: string | undefined }) {
  return (
    <Group align="flex-start" gap="xs">
      <TextInput style={{ flex: '1 1 180px' }} label={`${label}: name on the account`} value={account.name} onChange={(e) => onChange({ name: e.currentTarget.value })} />
      <TextInput style={{ flex: '2 1 240px' }} label={`${label}: IBAN`} autoComplete="off" value={account.iban} onChange={(e) => onChange({ iban: e.currentTarget.value })} error={error} />
    </Group>
  )
}

function save(filename: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/xml' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: filename })
  link.click()
  URL.revokeObjectURL(url)
}
